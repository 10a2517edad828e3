"""Writing a version back as the normal shape of an item: the proof that nothing is lost, and the way out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from items.elements import ROWS, SCALARS, Element, Kind, element
from items.models import FormField, ItemVersion, Route, Seat, Situation, SituationEffect, SituationOption, Stage
from items.rules.shapes import Shape

PART_SETS = {
    "legal_basis": "legalbasis_set",
    "materials": "materialspec_set",
    "fees": "feespec_set",
    "results": "resultspec_set",
    "intermediaries": "intermediaryservice_set",
    "procedures": "specialprocedurespec_set",
    "desks": "servicedesk_set",
    "faq": "faq_set",
    "templates": "papertemplate_set",
}
"""Where a version keeps the rows of each flat table of `items.elements`."""


def shape_of(version: ItemVersion) -> Shape:
    """The normal shape from which `items.services.importing.import_item` would make this version."""
    shape = {each.key: _scalar(version, each) for each in SCALARS}
    shape |= {key: _rows(getattr(version, rows).all(), element(key)) for key, rows in PART_SETS.items()}
    shape["situations"] = [_situation(row) for row in version.situation_set.prefetch_related(EFFECTS)]
    shape["routes"] = [_route(row) for row in version.route_set.prefetch_related("stages__seats__department")]
    shape["form"] = [_field(row) for row in version.formfield_set.all()]
    return {each.key: shape[each.key] for each in (*SCALARS, *ROWS)}


EFFECTS = "options__effects__material"


def themes_of(version: ItemVersion) -> list[str]:
    """In the order they were linked; the two themes of one name are one."""
    links = ItemVersion.themes.through._default_manager.filter(itemversion=version).order_by("pk")
    return list(dict.fromkeys(links.values_list("theme__name", flat=True)))


def _scalar(version: ItemVersion, each: Element) -> Any:
    if each.key in ("base_code", "type"):
        return getattr(version.item.entry, each.key)
    if each.key == "handling":
        return [option.name for option in version.handlingoption_set.all()]
    if each.key == "conditions":
        return [condition.text for condition in version.condition_set.all()]
    if each.key == "themes":
        return themes_of(version)
    return version.extras.get(each.key, each.blank) if each.types else _plain(getattr(version, each.key))


def _rows(rows: Iterable[Model], table: Element) -> list[Shape]:
    return [{part.key: _plain(getattr(row, part.key)) for part in table.parts} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _parts(row: Model, parts: Iterable[Element]) -> Shape:
    return {part.key: _plain(getattr(row, part.key)) for part in parts if part.kind not in (Kind.ROWS, Kind.BODY)}


def _route(route: Route) -> Shape:
    table = element("routes")
    return {**_parts(route, table.parts), "stages": [_stage(stage) for stage in route.stages.all()]}


def _stage(stage: Stage) -> Shape:
    table = element("routes").part("stages")
    return {**_parts(stage, table.parts), "seats": [_seat(seat) for seat in stage.seats.all()]}


def _seat(seat: Seat) -> Shape:
    parts = element("routes").part("stages").part("seats").parts
    shape = {**_parts(seat, parts), "department": seat.department.key if seat.department else ""}
    return {part.key: shape[part.key] for part in parts}


def _situation(situation: Situation) -> Shape:
    parts = element("situations").parts
    shape = {**_parts(situation, parts), "options": [_option(option) for option in situation.options.all()]}
    return {**shape, "key": situation.key or f"q{situation.order}"}


def _option(option: SituationOption) -> Shape:
    parts = element("situations").part("options").parts
    effects = sorted(option.effects.all(), key=lambda effect: effect.pk)
    return {**_parts(option, parts), "effects": [_effect(effect) for effect in effects]}


def _effect(effect: SituationEffect) -> Shape:
    target = effect.material.name if effect.material else effect.target
    return {"kind": effect.kind, "target": target, "amount": effect.amount}


def _field(field: FormField) -> Shape:
    optional = {
        "options": field.options,
        "columns": field.columns,
        "prefill": field.prefill,
        **{"help": field.help, "example": field.example, "error": field.error_text, "unit": field.unit},
        **{"visible_if": field.visible_if, "required_if": field.required_if, "readonly_if": field.readonly_if},
        "formula": field.formula,
    }
    default = {} if field.default is None else {"default": field.default}
    return {
        **{"key": field.key, "label": field.label, "type": field.type},
        **({"required": field.required} if field.is_question and not field.formula else {}),
        **{name: value for name, value in optional.items() if value},
        **default,
        **field.limits,
    }
