"""The words of item files, which people write by hand, in those of `items.elements`. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

UNITS = {"working": "WD", "natural": "ND", "working_hours": "WH", "hours": "NH"}
MATERIAL_WORDS = {"form": "forms", "when": "when_text", "check": "check_points"}
FAQ_WORDS = {"q": "question", "a": "answer"}
STAGE_WORDS = {"stage": "title", "when": "when_text", "condition": "when"}
WINDOW_POST, CERTIFICATE_POST = "窗口受理岗", "制证岗"
Row = Mapping[str, Any]


def from_file(given: Row) -> dict[str, Any]:
    """The same item with every short form of a file written out; what already has the long form stays as it is."""
    shape = dict(given)
    for name in ("statutory", "promised"):
        if name in shape:
            limit = shape.pop(name) or {}
            shape[f"{name}_days"] = limit.get("days")
            shape[f"{name}_unit"] = UNITS.get(limit.get("unit", "working"), limit.get("unit"))
    for name, table in (("desk", "desks"), ("result", "results")):
        if name in shape:
            row = shape.pop(name)
            shape[table] = [row] if row else []
    if "deficiency" in shape:
        deferral = shape.pop("deficiency")
        shape["deferral_allowed"], shape["deferral_days"] = deferral["allowed"], deferral["days"]
    if "commitment" in shape:
        shape["pledge_allowed"] = shape.pop("commitment")
    if "special_procedures" in shape:
        shape["procedures"] = shape.pop("special_procedures")
    if "route" in shape:
        stages = shape.pop("route")
        shape["routes"] = [{"kind": "normal", "stages": _stages(stages)}] if stages else []
    ground = {"basis": shape.pop("material_basis", "")}
    shape["materials"] = [{**ground, **_renamed(row, MATERIAL_WORDS)} for row in shape.get("materials") or []]
    shape["fees"] = [{"kind": _fee_kind(row), **row} for row in shape.get("fees") or []]
    shape["faq"] = [_renamed(row, FAQ_WORDS) for row in shape.get("faq") or []]
    shape["situations"] = [_situation(row) for row in shape.get("situations") or []]
    return shape


def _fee_kind(fee: Row) -> str:
    """A fee without an amount is computed case by case (C-40)."""
    return "computed" if fee.get("amount_fen") is None else "fixed"


def stage_duties(posts: Sequence[Sequence[str]]) -> list[str]:
    """What each stage is for, from the posts that sit in it, in order: window first, certificate last, and the review
    before issuing decides.
    """
    duties = ["review"] * len(posts)
    if posts and list(posts[0]) == [WINDOW_POST]:
        duties[0] = "accept"
    if len(posts) > 1 and list(posts[-1]) == [CERTIFICATE_POST]:
        duties[-1] = "issue"
    reviews = [place for place, duty in enumerate(duties) if duty == "review"]
    if reviews:
        duties[reviews[-1]] = "decide"
    return duties


def _stages(stages: Sequence[Row]) -> list[dict[str, Any]]:
    found = [_stage(stage) for stage in stages]
    duties = stage_duties([[seat["post_name"] for seat in stage["seats"]] for stage in found])
    return [{**stage, "duty": stage.get("duty") or duty} for stage, duty in zip(found, duties, strict=True)]


def _stage(given: Row) -> dict[str, Any]:
    """A stage with one post of the item's own body is written without seats; `AT_LEAST(2)` carries its number."""
    stage = _renamed(given, STAGE_WORDS)
    alone = {name: stage.pop(name) for name in ("post", "days") if name in stage}
    rule = stage.get("rule") or "ALL"
    if rule.endswith(")"):
        stage["rule"], _, number = rule.rstrip(")").partition("(")
        stage["at_least"] = int(number)
    stage["seats"] = [_renamed(seat, {"post": "post_name"}) for seat in stage.get("seats") or [alone]]
    return stage


def _situation(given: Row) -> dict[str, Any]:
    return {**given, "options": [_option(option) for option in given["options"]]}


def _option(given: Row) -> dict[str, Any]:
    """`adds` and `drops` name materials; other effects are written out."""
    option = dict(given)
    short = [{"kind": kind, "target": name} for kind in ("add", "drop") for name in option.pop(f"{kind}s", None) or []]
    option["effects"] = [*option.get("effects", []), *short]
    return option


def _renamed(row: Row, words: Mapping[str, str]) -> dict[str, Any]:
    return {words.get(name, name): value for name, value in row.items()}
