"""Forms that can be filled."""

from collections.abc import Iterator, Mapping
from typing import Any

from items.rules.checks.finding import Finding, Surroundings
from items.rules.formchecks import form_findings
from items.rules.forms import Row

Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """What is wrong with the item's own questions."""
    rows = [Row.of(asked) for asked in shape["form"]]
    kinds = [question["kind"] for question in shape["situations"]]
    for found in form_findings(rows, situations=kinds, is_source=around.is_source):
        yield Finding(found.code, found.path, words=found.words)
