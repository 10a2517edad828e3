"""Materials that may be asked for, each with its ground, and can be reached (1.7, I-07, I-20)."""

from collections.abc import Iterator, Mapping
from typing import Any

from items.rules.checks.finding import Finding, Surroundings

CATCH_ALL_NAMES = ("其他材料", "其他相关材料", "法律法规规定的其他材料", "其他有关材料", "其它材料")
Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """What is wrong with the list of materials."""
    seen: set[str] = set()
    added = _targets(shape, "add")
    for number, row in enumerate(shape["materials"], start=1):
        place = f"materials.{number}"
        if row["name"] in seen:
            yield Finding("material_twice", f"{place}.name", words={"name": row["name"]})
        seen.add(row["name"])
        yield from _row(row, place, around)
        if row["deferrable"] and not shape["deferral_allowed"]:
            yield Finding("deferrable_in_vain", f"{place}.deferrable", words={"name": row["name"]}, grave=False)
        if row["pledgeable"] and not shape["pledge_allowed"]:
            yield Finding("pledgeable_in_vain", f"{place}.pledgeable", words={"name": row["name"]}, grave=False)
        if not row["required"] and not row["when_text"].strip() and row["name"] not in added:
            yield Finding("material_unreachable", f"{place}.required", "I-20", {"name": row["name"]})
    on_application = shape["initiated_by"] == "applicant"
    if on_application and shape["form"] == [] and not any(row["template"] for row in shape["materials"]):
        yield Finding("no_form_offered", "form")


def _row(row: Shape, place: str, around: Surroundings) -> Iterator[Finding]:
    words = {"name": row["name"]}
    if row["name"].strip() in CATCH_ALL_NAMES:
        yield Finding("material_vague", f"{place}.name", words=words)
    if row["source"] in ("government", "other") and not row["issuer"].strip():
        yield Finding("issuer_missing", f"{place}.issuer", words=words)
    if row["forms"] == ["paper"] and not row["copies"] and not row["originals"]:
        yield Finding("paper_without_copies", f"{place}.copies", words=words)
    if row["name"] in around.licences and not row["licence"] and "electronic" in row["forms"]:
        yield Finding("material_held", f"{place}.licence", "I-07", words)


def _targets(shape: Shape, kind: str) -> set[str]:
    return {
        effect["target"]
        for question in shape["situations"]
        for option in question["options"]
        for effect in option["effects"]
        if effect["kind"] == kind
    }
