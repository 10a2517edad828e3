"""What must be true of a version before it may be published (I-15). Pure: works on the shape of an item file."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

CATCH_ALL_NAMES = ("其他材料", "其他相关材料", "法律法规规定的其他材料")


def problems(item: Mapping[str, Any]) -> list[str]:
    """Sentences saying what hinders publishing; empty when nothing does."""
    return [*_limits(item), *_materials(item), *_forms(item), *_reach(item)]


def stage_days(stage: Mapping[str, Any]) -> int:
    """Working days one stage may take: its own, or the longest of its parallel seats."""
    if "seats" in stage:
        return max((int(seat["days"]) for seat in stage["seats"]), default=0)
    return int(stage["days"])


def _limits(item: Mapping[str, Any]) -> Iterator[str]:
    promised, statutory = item["promised"] or {}, item["statutory"]
    days = int(promised.get("days") or 0)
    if item["kind"] == "instant" and days:
        yield "an item decided on the spot promises no days"
    if item["kind"] != "instant" and not days:
        yield "the promised limit is missing"
    if statutory and _calendar_days(promised) > _calendar_days(statutory):
        yield "the promised limit is above the statutory limit"
    total = sum(stage_days(stage) for stage in item["route"])
    if item["kind"] != "instant" and total > days:
        yield f"the stages take {total} days, {days} are promised"


def _calendar_days(limit: Mapping[str, Any]) -> Fraction:
    """Limits of different units compare as calendar days, five working days to the week (1.5, no. 21)."""
    days = Fraction(int(limit.get("days") or 0))
    return days * 7 / 5 if limit.get("unit") == "working" else days


def _materials(item: Mapping[str, Any]) -> Iterator[str]:
    names: Sequence[str] = [material["name"] for material in item["materials"]]
    if len(set(names)) < len(names):
        yield "a material is listed twice"
    for name in names:
        if name in CATCH_ALL_NAMES:
            yield f"the material {name} is not concrete"
    if item["initiated_by"] == "applicant" and not names:
        yield "an item on application needs materials"
    for question in item["situations"]:
        for option in question["options"]:
            touched = [("adds", option["adds"]), ("drops", option.get("drops", []))]
            for deed, name in ((deed, name) for deed, listed in touched for name in listed):
                if name not in names:
                    yield f"an answer {deed} {name}, which is no material of the item"


def _forms(item: Mapping[str, Any]) -> Iterator[str]:
    keys = [field["key"] for field in item["form"]]
    if len(set(keys)) < len(keys):
        yield "a form key is used twice"
    for field in item["form"]:
        if field["type"] in {"choice", "multichoice"} and not field.get("options"):
            yield f"the field {field['key']} offers no options"
        if field["type"] == "table" and not field.get("columns"):
            yield f"the table {field['key']} has no columns"
        if field.get("visible_if") and field["visible_if"]["field"] not in keys:
            yield f"the field {field['key']} depends on an unknown field"


def _reach(item: Mapping[str, Any]) -> Iterator[str]:
    if not item["legal_basis"]:
        yield "the legal basis is missing"
    if item["initiated_by"] == "applicant" and not item["route"]:
        yield "the route is missing"
    if item["visits"] == 0 and item["initiated_by"] == "applicant" and "accept" not in item["online_depth"]:
        yield "no visit is needed, yet it cannot be accepted online"
