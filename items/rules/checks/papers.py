"""Wording of papers that can be filled and says what the law demands (2.8, D-04, D-12, D-13)."""

from collections.abc import Iterator, Mapping
from typing import Any

from items.rules.checks.finding import Finding, Surroundings
from items.rules.forms import STRUCTURE
from items.rules.papers import paper_faults

Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """What is wrong with the item's own papers."""
    keys = [row["key"] for row in shape["form"] if row.get("type") not in STRUCTURE]
    seen: set[str] = set()
    for number, row in enumerate(shape["templates"], start=1):
        if row["kind"] in seen:
            yield Finding("paper_twice", f"templates.{number}.kind", words={"kind": row["kind"]})
        seen.add(row["kind"])
        rule = row["kind"] if row["kind"].startswith("D-") else "L-04"
        for code, words in paper_faults(row["kind"], row["body"], keys):
            yield Finding(code, f"templates.{number}.body", rule, words)
