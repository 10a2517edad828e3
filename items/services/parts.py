"""Storing the parts of a version: every table of the normal shape as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from core.identifiers import handling_code
from identity.models import Department
from items.elements import Element, Kind, element
from items.models import (
    Condition,
    EffectKind,
    Faq,
    FeeSpec,
    FormField,
    HandlingOption,
    IntermediaryService,
    ItemVersion,
    LegalBasis,
    MaterialSpec,
    PaperTemplate,
    ResultSpec,
    Route,
    Seat,
    ServiceDesk,
    Situation,
    SituationEffect,
    SituationOption,
    SpecialProcedureSpec,
    Stage,
    Theme,
)
from items.rules.forms import LIMITS

Shape = Mapping[str, Any]
FLAT: dict[str, type[Model]] = {
    "legal_basis": LegalBasis,
    "materials": MaterialSpec,
    "fees": FeeSpec,
    "results": ResultSpec,
    "intermediaries": IntermediaryService,
    "procedures": SpecialProcedureSpec,
    "desks": ServiceDesk,
    "faq": Faq,
    "templates": PaperTemplate,
}
"""Tables whose rows stand alone; routes, situations and the form nest."""


def write_parts(version: ItemVersion, shape: Shape) -> None:
    """Store every table of a normal shape for a version that has none yet. Raises KeyError for a department or a
    material that a seat or an effect names in vain; the checks before say so in words.
    """
    for key, model in FLAT.items():
        if rows := shape[key]:
            model._default_manager.bulk_create(
                model(version=version, order=order, **row) for order, row in enumerate(rows, start=1)
            )
    _write_lines(version, shape)
    _write_themes(version, shape["themes"])
    FormField.objects.bulk_create(_field(version, order, row) for order, row in enumerate(shape["form"], start=1))
    _write_situations(version, shape["situations"])
    _write_routes(version, shape["routes"])


def _write_lines(version: ItemVersion, shape: Shape) -> None:
    """Conditions, and handling options with their codes (I-03)."""
    Condition.objects.bulk_create(
        Condition(version=version, order=order, text=text) for order, text in enumerate(shape["conditions"], start=1)
    )
    code = version.item.implementing_code
    HandlingOption.objects.bulk_create(
        HandlingOption(version=version, order=order, name=name, code=handling_code(code, order))
        for order, name in enumerate(shape["handling"], start=1)
    )


def _write_themes(version: ItemVersion, names: Sequence[str]) -> None:
    """Link the themes in their order; a name stands for the theme of persons and that of enterprises alike."""
    link, order = ItemVersion.themes.through, {name: place for place, name in enumerate(names)}
    themes = sorted(Theme.objects.filter(name__in=names), key=lambda theme: (order[theme.name], theme.pk))
    link._default_manager.bulk_create(link(itemversion=version, theme=theme) for theme in themes)


def _write_situations(version: ItemVersion, situations: Sequence[Shape]) -> None:
    """The questions, their answers, and what each answer changes (I-18)."""
    if not situations:
        return
    specs = {spec.name: spec for spec in version.materialspec_set.all()}
    questions = element("situations")
    rows = [
        Situation(version=version, order=order, **_own(shape, questions))
        for order, shape in enumerate(situations, start=1)
    ]
    shapes = [
        (row, order, option)
        for row, shape in zip(rows, situations, strict=True)
        for order, option in enumerate(shape["options"], start=1)
    ]
    answers = questions.part("options")
    options = [SituationOption(situation=row, order=order, **_own(shape, answers)) for row, order, shape in shapes]
    effects = [
        _effect(option, effect, specs)
        for option, (_row, _order, shape) in zip(options, shapes, strict=True)
        for effect in shape["effects"]
    ]
    Situation.objects.bulk_create(rows)
    SituationOption.objects.bulk_create(options)
    SituationEffect.objects.bulk_create(effects)


def _effect(option: SituationOption, effect: Shape, specs: Mapping[str, MaterialSpec]) -> SituationEffect:
    kind, amount = EffectKind(effect["kind"]), effect["amount"]
    if kind.on_material:
        return SituationEffect(option=option, kind=kind, material=specs[effect["target"]], amount=amount)
    return SituationEffect(option=option, kind=kind, target=effect["target"], amount=amount)


def _write_routes(version: ItemVersion, routes: Sequence[Shape]) -> None:
    """Routes with their stages and seats; a seat without a department is the item's own body's."""
    if not routes:
        return
    table = element("routes")
    made = [Route(version=version, order=order, **_own(shape, table)) for order, shape in enumerate(routes, start=1)]
    stages = [
        (Stage(route=row, order=order, **_own(stage, table.part("stages"))), stage["seats"])
        for row, shape in zip(made, routes, strict=True)
        for order, stage in enumerate(shape["stages"], start=1)
    ]
    bodies = _bodies([seat for _stage, seats in stages for seat in seats])
    columns = table.part("stages").part("seats")
    seats = [
        Seat(stage=stage, order=order, department=bodies.get(seat["department"]), **_own(seat, columns))
        for stage, shapes in stages
        for order, seat in enumerate(shapes, start=1)
    ]
    Route.objects.bulk_create(made)
    Stage.objects.bulk_create(stage for stage, _seats in stages)
    Seat.objects.bulk_create(seats)


def _bodies(seats: Sequence[Shape]) -> dict[str, Department | None]:
    """The bodies that seats name, by key; raises KeyError for one nobody knows."""
    keys = {seat["department"] for seat in seats} - {""}
    found: dict[str, Department | None] = {
        body.key: body for body in (Department.objects.filter(key__in=keys) if keys else ())
    }
    if unknown := keys - found.keys():
        raise KeyError(*sorted(unknown))
    return found


def _own(shape: Shape, table: Element) -> dict[str, Any]:
    """The columns of a nested row itself, without what hangs below it."""
    return {part.key: shape[part.key] for part in table.parts if part.kind not in (Kind.ROWS, Kind.BODY)}


def _field(version: ItemVersion, order: int, field: Shape) -> FormField:
    return FormField(
        version=version,
        order=order,
        key=field["key"],
        label=field["label"],
        type=field["type"],
        required=field.get("required", False),
        options=field.get("options") or [],
        columns=field.get("columns") or [],
        limits={name: field[name] for name in LIMITS if field.get(name) is not None},
        default=field.get("default"),
        error_text=field.get("error") or "",
        **{name: field.get(name) or "" for name in ("prefill", "help", "example", "unit", "formula")},
        **{name: field.get(name) for name in ("visible_if", "required_if", "readonly_if")},
    )
