"""What must be true of a version before it may be published (I-15). Pure: works on the shape of an item file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

CATCH_ALL_NAMES = ("其他材料", "其他相关材料", "法律法规规定的其他材料")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that hinders publishing; `items.notes` has the sentence of each code, with `words` in its places."""

    code: str
    words: Mapping[str, Any] = field(default_factory=dict)


def problems(item: Mapping[str, Any]) -> list[Problem]:
    """What hinders publishing; empty when nothing does."""
    return [*_limits(item), *_materials(item), *_forms(item), *_reach(item)]


def stage_days(stage: Mapping[str, Any]) -> int:
    """Working days one stage may take: its own, or the longest of its parallel seats."""
    if "seats" in stage:
        return max((int(seat["days"]) for seat in stage["seats"]), default=0)
    return int(stage["days"])


def _limits(item: Mapping[str, Any]) -> Iterator[Problem]:
    promised, statutory = item["promised"] or {}, item["statutory"]
    days = int(promised.get("days") or 0)
    if item["kind"] == "instant" and days:
        yield Problem("instant_days")
    if item["kind"] != "instant" and not days:
        yield Problem("promise_missing")
    if statutory and _calendar_days(promised) > _calendar_days(statutory):
        yield Problem("promise_above_law")
    total = sum(stage_days(stage) for stage in item["route"])
    if item["kind"] != "instant" and total > days:
        yield Problem("stages_too_long", {"total": total, "days": days})


def _calendar_days(limit: Mapping[str, Any]) -> Fraction:
    """Limits of different units compare as calendar days, five working days to the week (1.5, no. 21)."""
    days = Fraction(int(limit.get("days") or 0))
    return days * 7 / 5 if limit.get("unit") == "working" else days


def _materials(item: Mapping[str, Any]) -> Iterator[Problem]:
    names: Sequence[str] = [material["name"] for material in item["materials"]]
    if len(set(names)) < len(names):
        yield Problem("material_twice")
    for name in names:
        if name in CATCH_ALL_NAMES:
            yield Problem("material_vague", {"name": name})
    if item["initiated_by"] == "applicant" and not names:
        yield Problem("materials_missing")
    for question in item["situations"]:
        for option in question["options"]:
            touched = [("adds_unknown", option["adds"]), ("drops_unknown", option.get("drops", []))]
            for code, name in ((code, name) for code, listed in touched for name in listed):
                if name not in names:
                    yield Problem(code, {"name": name})


def _forms(item: Mapping[str, Any]) -> Iterator[Problem]:
    keys = [asked["key"] for asked in item["form"]]
    if len(set(keys)) < len(keys):
        yield Problem("key_twice")
    for asked in item["form"]:
        if asked["type"] in {"choice", "multichoice"} and not asked.get("options"):
            yield Problem("no_options", {"key": asked["key"]})
        if asked["type"] == "table" and not asked.get("columns"):
            yield Problem("no_columns", {"key": asked["key"]})
        if asked.get("visible_if") and asked["visible_if"]["field"] not in keys:
            yield Problem("unknown_field", {"key": asked["key"]})


def _reach(item: Mapping[str, Any]) -> Iterator[Problem]:
    if not item["legal_basis"]:
        yield Problem("basis_missing")
    if item["initiated_by"] == "applicant" and not item["route"]:
        yield Problem("route_missing")
    if item["visits"] == 0 and item["initiated_by"] == "applicant" and "accept" not in item["online_depth"]:
        yield Problem("visit_needed")
