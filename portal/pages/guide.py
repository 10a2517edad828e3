"""The guide of an item as a view model."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.datewords import date_words
from core.templatetags.gp import yuan
from items.models import GuidePaperKind, ItemDraft, ItemKind, ItemVersion, MaterialSpec, Situation
from items.notes import promised_limit, suspension_words, unit_words
from items.previews import Preview, written
from items.rules.materials import Needed, needed_materials
from portal.pages.places import desks
from portal.pages.routes import route


def guide(version: ItemVersion, request: HttpRequest) -> dict[str, Any]:
    """Everything one must know before applying; `situation` answers in the address shorten the list of materials."""
    situations = list(version.situation_set.prefetch_related("options"))
    chosen = _chosen(situations, request.GET)
    materials = [_material(spec, need.required, need.why) for spec, need in needed_of(version, chosen)]
    return {
        "item": {
            "name": version.name,
            "department": version.item.department.name,
            "version_words": _version_words(version),
            "tags": _tags(version),
        },
        "crumbs": [
            {"label": _("Home"), "href": reverse("portal:home")},
            {"label": _("All items"), "href": reverse("portal:items")},
            {"label": version.name, "href": ""},
        ],
        "facts": _facts(version),
        "questions": [_question(situation, chosen) for situation in situations],
        "guide_href": reverse("portal:guide", args=[version.item.implementing_code]),
        "papers": _papers(version, situations, chosen),
        "held_href": _with_answers(reverse("portal:held", args=[version.item.implementing_code]), situations, chosen),
        "materials": materials,
        "materials_words": _("In your case")
        if chosen
        else _("In general; answer the questions above to see your list"),
        "sums": _sums(version, materials),
        **{"route_words": promised_limit(version), **route(version)},
        "conditions": [condition.text for condition in version.condition_set.all()],
        "desks": desks(version),
        "faq": [{"q": faq.question, "a": faq.answer} for faq in version.faq_set.all()],
        "basis": [*_basis(version), *_remedies(version)],
        "suspended": suspension_words(version),
        "apply": _apply(version, situations, chosen),
        "help": {"phone": version.item.department.phone, "words": _("Call the department's window")},
    }


def show_draft_guide(request: HttpRequest, draft: ItemDraft) -> HttpResponse:
    """The guide as the draft would make it."""
    with written(draft) as version:
        return render(request, "portal/guide.html", guide(version, request))


PREVIEW = Preview("guide", gettext_lazy("Guide, as everybody reads it"), "book", show_draft_guide)
"""How those who keep the catalogue see what everybody will read."""


def visits_words(version: ItemVersion) -> str:
    """How often one has to come."""
    return _("No visit needed") if version.visits == 0 else _visits(version.visits)


def _visits(count: int) -> str:
    return ngettext("%(count)d visit at most", "%(count)d visits at most", count) % {"count": count}


def _version_words(version: ItemVersion) -> str:
    since = clock.local(version.published_at).date() if version.published_at else clock.today()
    words = {"number": version.number, "day": date_words(since, today=clock.today(), weekday=False)}
    return _("Version %(number)d, in force since %(day)s") % words


def _tags(version: ItemVersion) -> list[str]:
    tags = [version.item.entry.get_type_display(), version.get_kind_display(), *version.audience]
    return [*tags, version.coverage, visits_words(version)]


def _facts(version: ItemVersion) -> list[dict[str, Any]]:
    statutory = version.statutory_days
    by_law = (
        _("%(days)d %(unit)s by law") % {"days": statutory, "unit": unit_words(statutory, version.statutory_unit)}
        if statutory
        else ""
    )
    fees = list(version.feespec_set.all())
    known = [fee.amount_fen for fee in fees if fee.amount_fen]
    instant = version.kind == ItemKind.INSTANT
    return [
        {
            **{"label": _("Promised time"), "number": not instant, "note": by_law},
            "big": _("On the spot") if instant else version.promised_days,
            "unit": "" if instant else unit_words(version.promised_days or 0, version.promised_unit),
        },
        {
            "label": _("Visits"),
            "big": version.visits,
            "number": True,
            "unit": _("times"),
            "note": visits_words(version),
        },
        {
            **{"label": _("Fee"), "number": bool(known), "unit": ""},
            "big": (yuan(sum(known)) if known else _("by calculation")) if fees else _("Free"),
            "note": fees[0].name if fees else "",
        },
        _result_fact(version),
    ]


def _result_fact(version: ItemVersion) -> dict[str, Any]:
    """What one takes home; where one can apply when the item has no result of its own."""
    result = version.resultspec_set.first()
    if result is None:
        where, note = _("Where"), _("area in which you can apply")
        return {"label": where, "big": version.coverage, "number": False, "unit": "", "note": note}
    years = result.validity_years
    note = _("valid for %(years)d years") % {"years": years} if years else result.get_kind_display()
    return {"label": _("You receive"), "big": result.name, "number": False, "unit": "", "note": note}


def chosen_options(version: ItemVersion, query: Mapping[str, str]) -> set[int]:
    """Keys of the options an address chooses; what the item does not offer is left out."""
    return _chosen(list(version.situation_set.prefetch_related("options")), query)


def needed_of(version: ItemVersion, chosen: set[int]) -> list[tuple[MaterialSpec, Needed]]:
    """The materials these answers ask for and why, in order; without answers every one that may be asked (I-18)."""
    specs = list(version.materialspec_set.prefetch_related("effects__option"))
    rules = [spec.as_rule() for spec in specs]
    everything = {effect.option_id for rule in rules for effect in rule.effects if effect.adds}
    by_id = {spec.pk: spec for spec in specs}
    return [(by_id[need.spec_id], need) for need in needed_materials(rules, chosen or everything)]


def _chosen(situations: Sequence[Situation], query: Mapping[str, str]) -> set[int]:
    valid = {str(option.pk) for situation in situations for option in situation.options.all()}
    asked = {query.get(f"situation-{situation.pk}", "") for situation in situations}
    return {int(value) for value in asked & valid}


def _question(situation: Situation, chosen: set[int]) -> dict[str, Any]:
    return {
        **{"name": f"situation-{situation.pk}", "ask": situation.ask},
        "options": [
            {"value": option.pk, "label": option.label, "checked": option.pk in chosen}
            for option in situation.options.all()
        ],
    }


def _material(spec: MaterialSpec, required: bool, why: str) -> dict[str, Any]:
    state = "held" if spec.licence else "todo"
    word = _("Fetched for you") if spec.licence else "" if required else _("If applicable")
    note = "；".join(part for part in (why, spec.check_points) if part)
    return {"state": state, "name": spec.name, "note": note, "trust": "", "links": [], "word": word}


def _sums(version: ItemVersion, materials: Sequence[dict[str, Any]]) -> dict[str, Any]:
    upload = sum(material["state"] == "todo" for material in materials)
    note = _("What government holds is fetched for you.")
    return {"all": version.materialspec_set.count(), "yours": len(materials), "upload": upload, "note": note}


def _basis(version: ItemVersion) -> list[dict[str, str]]:
    found = version.legalbasis_set.all()
    lines = [f"《{basis.law.strip('《》')}》{basis.article}：{basis.gist}" for basis in found]
    return [{"label": _("Legal basis"), "value": "\n".join(lines)}] if lines else []


def _remedies(version: ItemVersion) -> list[dict[str, str]]:
    """Powers carry remedies: review within 60 days, lawsuit within six months (T-21)."""
    if version.item.entry.type == "20":
        return []
    words = _(
        "Administrative review within 60 days, or a lawsuit within six months, from the day you learn of the decision."
    )
    return [{"label": _("Your remedies"), "value": words}]


def _apply(version: ItemVersion, situations: Sequence[Situation], chosen: set[int]) -> dict[str, Any]:
    points = [{"icon": "clock", "words": promised_limit(version)}, {"icon": "walk", "words": visits_words(version)}]
    if suspension_words(version):
        return {"points": points, "why": _("No new application is taken at present.")}
    if not version.on_application:
        return {"points": points, "why": _("The authority acts by itself here; nothing can be applied for.")}
    begin = _with_answers(reverse("cases:begin", args=[version.pk]), situations, chosen)
    return {"href": begin, "points": points}


def _papers(version: ItemVersion, situations: Sequence[Situation], chosen: set[int]) -> dict[str, Any]:
    """What one can take away: the one-time notice with the answers (I-19), and the form where there is one."""
    has_form = version.on_application and version.formfield_set.exists()
    kinds = [(GuidePaperKind.NOTICE, "file-text")]
    kinds += [(GuidePaperKind.BLANK, "file"), (GuidePaperKind.SAMPLE, "file-pencil")] if has_form else []
    return {
        "href": reverse("portal:order_guide_paper", args=[version.item.implementing_code]),
        "answers": _with_answers("", situations, chosen).removeprefix("?"),
        "kinds": [{"value": kind.value, "label": kind.label, "icon": icon} for kind, icon in kinds],
    }


def _with_answers(href: str, situations: Sequence[Situation], chosen: set[int]) -> str:
    answers = {f"situation-{s.pk}": option.pk for s in situations for option in s.options.all() if option.pk in chosen}
    return f"{href}?{urlencode(answers)}" if answers else href
