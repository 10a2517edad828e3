"""Forms that can be filled."""

from collections.abc import Iterator, Mapping
from typing import Any

from items.rules.checks.finding import Finding, Surroundings

Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """What is wrong with the item's own questions."""
    keys = [asked["key"] for asked in shape["form"]]
    for number, asked in enumerate(shape["form"], start=1):
        place, words = f"form.{number}", {"key": asked["key"]}
        if asked["key"] in keys[: number - 1]:
            yield Finding("key_twice", f"{place}.key", words=words)
        if asked["type"] in {"choice", "multichoice"} and not asked.get("options"):
            yield Finding("no_options", f"{place}.options", words=words)
        if asked["type"] == "table" and not asked.get("columns"):
            yield Finding("no_columns", f"{place}.columns", words=words)
        if asked.get("visible_if") and asked["visible_if"]["field"] not in keys:
            yield Finding("unknown_field", f"{place}.visible_if", words=words)
