"""Putting the nested parts of a draft together: materials, situations, routes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from identity.models import Department
from items.models import (
    EffectKind,
    ItemVersion,
    MaterialSpec,
    Route,
    Seat,
    Situation,
    SituationEffect,
    SituationOption,
    Stage,
    StageDuty,
    StageRule,
)

Shape = Mapping[str, Any]
WINDOW_POST, CERTIFICATE_POST = "窗口受理岗", "制证岗"


def add_materials(version: ItemVersion, materials: Sequence[Shape]) -> None:
    """Add the material list in its order."""
    MaterialSpec.objects.bulk_create(
        MaterialSpec(
            version=version,
            order=order,
            name=material["name"],
            source=material["source"],
            issuer=material["issuer"] or "",
            licence=material["licence"] or "",
            forms=material["form"],
            copies=material["copies"],
            required=material["required"],
            when_text=material["when"] or "",
            deferrable=material["deferrable"],
            template=material["template"],
            check_points=material["check"] or "",
        )
        for order, material in enumerate(materials, start=1)
    )


def add_situations(version: ItemVersion, situations: Sequence[Shape]) -> None:
    """Add the questions, their options and the materials each option adds or drops (I-18)."""
    if not situations:
        return
    specs = {spec.name: spec for spec in version.materialspec_set.all()}
    rows = [
        Situation(version=version, order=order, ask=shape["ask"]) for order, shape in enumerate(situations, start=1)
    ]
    shapes = [
        (row, place, option) for row, shape in zip(rows, situations, strict=True) for place, option in _placed(shape)
    ]
    options = [SituationOption(situation=row, order=place, label=option["label"]) for row, place, option in shapes]
    effects = [
        SituationEffect(option=option, kind=kind, material=specs[name])
        for option, (_row, _place, shape) in zip(options, shapes, strict=True)
        for kind, names in ((EffectKind.ADD, shape["adds"]), (EffectKind.DROP, shape.get("drops", [])))
        for name in names
    ]
    Situation.objects.bulk_create(rows)
    SituationOption.objects.bulk_create(options)
    SituationEffect.objects.bulk_create(effects)


def _placed(situation: Shape) -> list[tuple[int, Shape]]:
    return list(enumerate(situation["options"], start=1))


def add_route(version: ItemVersion, stages: Sequence[Shape], departments: Mapping[str, Department]) -> None:
    """Add the ordinary route. A stage's duty follows from its posts and place: window first, certificate last,
    the review before issuing decides."""
    if not stages:
        return
    route = Route.objects.create(version=version, order=1)
    duties = stage_duties([_posts(stage) for stage in stages])
    rows = [
        _stage(route, order, shape, duty)
        for order, (shape, duty) in enumerate(zip(stages, duties, strict=True), start=1)
    ]
    Stage.objects.bulk_create(rows)
    Seat.objects.bulk_create(
        Seat(
            stage=row,
            order=place,
            post_name=seat["post"],
            department=departments[seat["department"]] if seat.get("department") else None,
            days=seat["days"],
        )
        for row, shape in zip(rows, stages, strict=True)
        for place, seat in enumerate(shape.get("seats") or [shape], start=1)
    )


def _stage(route: Route, order: int, shape: Shape, duty: StageDuty) -> Stage:
    rule, at_least = read_rule(shape.get("rule") or "ALL")
    return Stage(
        route=route,
        order=order,
        title=shape["stage"],
        duty=duty,
        rule=rule,
        at_least=at_least,
        when_text=shape.get("when") or "",
    )


def stage_duties(posts: Sequence[Sequence[str]]) -> list[StageDuty]:
    """What each stage is for, from the posts that sit in it, in order."""
    duties = [StageDuty.REVIEW] * len(posts)
    if posts and list(posts[0]) == [WINDOW_POST]:
        duties[0] = StageDuty.ACCEPT
    if len(posts) > 1 and list(posts[-1]) == [CERTIFICATE_POST]:
        duties[-1] = StageDuty.ISSUE
    reviews = [place for place, duty in enumerate(duties) if duty is StageDuty.REVIEW]
    if reviews:
        duties[reviews[-1]] = StageDuty.DECIDE
    return duties


def read_rule(text: str) -> tuple[StageRule, int | None]:
    """`AT_LEAST(2)` becomes (AT_LEAST, 2); the other rules carry no number."""
    match = re.fullmatch(r"(ALL|ANY|VETO|AT_LEAST)(?:\((\d+)\))?", text)
    if match is None:
        raise ValueError(f"unknown stage rule {text!r}")
    return StageRule(match[1]), int(match[2]) if match[2] else None


def _posts(stage: Shape) -> list[str]:
    return [seat["post"] for seat in stage.get("seats") or [stage]]
