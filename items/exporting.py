"""Writing a version back in the shape of an item file: the proof that an import loses nothing, and a way out."""

from typing import Any

from items.models import (
    EffectKind,
    FormField,
    ItemVersion,
    MaterialSpec,
    Seat,
    Situation,
    SituationOption,
    Stage,
    StageRule,
    TimeUnit,
)

UNIT_WORDS = {TimeUnit.WORKING: "working", TimeUnit.NATURAL: "natural"}
Shape = dict[str, Any]


def shape_of(version: ItemVersion) -> Shape:
    """The entry of an item file that `items.services.importing.import_item` would make this version of.

    Optional parts of a form field appear when they have a value; a stage with one post of the item's own body is
    written without seats. Empty texts become null, as files have it.
    """
    entry = version.item.entry
    return {
        "name": version.name,
        "base_code": entry.base_code,
        "type": entry.type,
        "initiated_by": version.initiated_by,
        "handling": [option.name for option in version.handlingoption_set.all()],
        "audience": version.audience,
        "kind": version.kind,
        "themes": _themes(version),
        "legal_basis": list(version.legalbasis_set.values("law", "article", "gist")),
        "conditions": [condition.text for condition in version.condition_set.all()],
        "materials": [_material(spec) for spec in version.materialspec_set.all()],
        "statutory": _limit(version.statutory_days, version.statutory_unit),
        "promised": _limit(version.promised_days, version.promised_unit),
        "fees": list(version.feespec_set.values("name", "standard", "amount_fen", "basis")),
        "result": version.resultspec_set.values("name", "kind", "validity_years").first(),
        "visits": version.visits,
        "online_depth": version.online_depth,
        "coverage": version.coverage,
        "town_level": version.town_level,
        "special_procedures": list(version.specialprocedurespec_set.values("kind", "days", "basis")),
        "deficiency": {"allowed": version.deferral_allowed, "days": version.deferral_days},
        "commitment": version.pledge_allowed,
        "route": _route(version),
        "form": [_field(field) for field in version.formfield_set.all()],
        "situations": [_situation(situation) for situation in version.situation_set.all()],
        "desk": version.servicedesk_set.values("hall", "floor", "zone", "windows").first(),
        "faq": [{"q": faq.question, "a": faq.answer} for faq in version.faq_set.all()],
    }


def _themes(version: ItemVersion) -> list[str]:
    """In the order they were linked; the two themes of one name are one."""
    links = ItemVersion.themes.through._default_manager.filter(itemversion=version).order_by("pk")
    return list(dict.fromkeys(links.values_list("theme__name", flat=True)))


def _limit(days: int | None, unit: str) -> Shape | None:
    return None if days is None else {"days": days, "unit": UNIT_WORDS[TimeUnit(unit)]}


def _material(spec: MaterialSpec) -> Shape:
    return {
        "name": spec.name,
        "source": spec.source,
        "issuer": spec.issuer or None,
        "licence": spec.licence or None,
        "form": spec.forms,
        "copies": spec.copies,
        "required": spec.required,
        "when": spec.when_text or None,
        "deferrable": spec.deferrable,
        "template": spec.template,
        "check": spec.check_points or None,
    }


def _route(version: ItemVersion) -> list[Shape]:
    route = version.route_set.order_by("order").first()
    if route is None:
        return []
    return [_stage(stage) for stage in route.stages.prefetch_related("seats__department").order_by("order")]


def _stage(stage: Stage) -> Shape:
    seats = list(stage.seats.all())
    when = {"when": stage.when_text} if stage.when_text else {}
    if len(seats) == 1 and seats[0].department is None:
        return {"stage": stage.title, "post": seats[0].post_name, "days": seats[0].days, **when}
    rule = f"{stage.rule}({stage.at_least})" if stage.rule == StageRule.AT_LEAST else stage.rule
    return {"stage": stage.title, "rule": rule, "seats": [_seat(seat) for seat in seats], **when}


def _seat(seat: Seat) -> Shape:
    department = {"department": seat.department.key} if seat.department else {}
    return {"post": seat.post_name, **department, "days": seat.days}


def _field(field: FormField) -> Shape:
    optional = {
        "options": field.options,
        "columns": field.columns,
        "prefill": field.prefill,
        "visible_if": field.visible_if,
    }
    return {
        **{"key": field.key, "label": field.label, "type": field.type, "required": field.required},
        **{name: value for name, value in optional.items() if value},
    }


def _situation(situation: Situation) -> Shape:
    return {"ask": situation.ask, "options": [_option(option) for option in situation.options.all()]}


def _option(option: SituationOption) -> Shape:
    effects = list(option.effects.select_related("material").order_by("pk"))
    adds = [effect.material.name for effect in effects if effect.kind == EffectKind.ADD]
    drops = [effect.material.name for effect in effects if effect.kind == EffectKind.DROP]
    return {"label": option.label, "adds": adds, **({"drops": drops} if drops else {})}
