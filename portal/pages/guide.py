"""The guide of an item as a view model."""

import re
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.datewords import date_words
from core.templatetags.gp import yuan
from items.models import GuidePaperKind, ItemKind, ItemVersion, MaterialSpec
from items.notes import fee_words, promised_limit, suspension_words, unit_words
from items.rules.materials import Needed
from items.rules.situations import Outcome, Path, Step
from items.situations import outcome_for, questions_of
from portal.pages.places import desks
from portal.pages.routes import route

ANSWER = re.compile(r"situation-([1-9]\d{0,15})")
NUMBER = re.compile(r"[1-9]\d{0,15}")
"""How an address names a question and one of its options."""


def guide(version: ItemVersion, chosen: Collection[int]) -> dict[str, Any]:
    """Everything one must know before applying; answers (keys of options) shorten the list of materials."""
    outcome = outcome_for(version, chosen)
    path = outcome.path
    materials = [_material(spec, need) for spec, need in needed_of(version, outcome)]
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
        "facts": _facts(version, outcome),
        "questions": [_question(step) for step in path.steps],
        "fees": [fee_words(fee) for fee in outcome.fees if len(outcome.fees) > 1 or fee.why or fee.pricing],
        "rejected": {"words": path.rejection, "phone": version.item.department.phone} if path.rejection else {},
        "guide_href": reverse("portal:guide", args=[version.item.implementing_code]),
        "papers": _papers(version, path),
        "held_href": _with_answers(reverse("portal:held", args=[version.item.implementing_code]), path),
        "materials": materials,
        "materials_words": _materials_words(path),
        "sums": _sums(version, materials),
        **{"route_words": promised_limit(version), **route(version, outcome)},
        "conditions": [condition.text for condition in version.condition_set.all()],
        "desks": desks(version),
        "faq": [{"q": faq.question, "a": faq.answer} for faq in version.faq_set.all()],
        "basis": [*_basis(version), *_remedies(version)],
        "suspended": suspension_words(version),
        "apply": _apply(version, path),
        "help": {"phone": version.item.department.phone, "words": _("Call the department's window")},
    }


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


def _materials_words(path: Path) -> str:
    if not path.given:
        return _("In general; answer the questions above to see your list")
    return _("As far as you have answered") if path.open else _("In your case")


def _facts(version: ItemVersion, outcome: Outcome) -> list[dict[str, Any]]:
    statutory = version.statutory_days
    by_law = (
        _("%(days)d %(unit)s by law") % {"days": statutory, "unit": unit_words(statutory, version.statutory_unit)}
        if statutory
        else ""
    )
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
        _fee_fact(outcome),
        _result_fact(version),
    ]


def _fee_fact(outcome: Outcome) -> dict[str, Any]:
    """What it costs with these answers, and the answer that decides it."""
    fees = outcome.fees
    known = sum(fee.amount_fen or 0 for fee in fees)
    charged = known or any(fee.amount_fen is None for fee in fees)
    note = "、".join(dict.fromkeys(fee.why or fee.name for fee in fees[:1]))
    big = (yuan(known) if known else _("by calculation")) if charged else _("Free")
    return {"label": _("Fee"), "number": bool(known), "unit": "", "big": big, "note": note}


def _result_fact(version: ItemVersion) -> dict[str, Any]:
    """What one takes home; where one can apply when the item has no result of its own."""
    result = version.resultspec_set.first()
    if result is None:
        where, note = _("Where"), _("area in which you can apply")
        return {"label": where, "big": version.coverage, "number": False, "unit": "", "note": note}
    years = result.validity_years
    note = _("valid for %(years)d years") % {"years": years} if years else result.get_kind_display()
    return {"label": _("You receive"), "big": result.name, "number": False, "unit": "", "note": note}


def asked_options(query: QueryDict) -> set[int]:
    """Keys of the options an address names, offered or not."""
    return {
        int(value)
        for name, values in query.lists()
        if ANSWER.fullmatch(name)
        for value in values
        if NUMBER.fullmatch(value)
    }


def needed_of(version: ItemVersion, outcome: Outcome) -> list[tuple[MaterialSpec, Needed]]:
    """The materials that follow from answers and why, in order (I-18); none where an answer rules that out."""
    by_id = version.materialspec_set.in_bulk()
    return [] if outcome.path.rejection else [(by_id[need.spec_id], need) for need in outcome.materials]


def offered_answers(version: ItemVersion) -> set[tuple[str, str]]:
    """Every answer of the item as its address has it: name of the question, key of the option."""
    questions = questions_of(version.pk)
    return {(f"situation-{question.id}", str(option.id)) for question in questions for option in question.options}


def _question(step: Step) -> dict[str, Any]:
    """A question that is asked; one for information has no options."""
    question = step.question
    return {
        **{"name": f"situation-{question.id}", "ask": question.ask, "info": question.takes_none},
        "kind": "checkbox" if question.takes_several else "radio",
        "options": [
            {"value": option.id, "label": option.label, "checked": option in step.given}
            for option in (() if question.takes_none else question.options)
        ],
    }


def _material(spec: MaterialSpec, need: Needed) -> dict[str, Any]:
    state = "held" if spec.licence else "todo"
    word = _("Fetched for you") if spec.licence else "" if need.required else _("If applicable")
    count = need.copies
    copies = ngettext("%(count)d copy", "%(count)d copies", count) % {"count": count} if count else ""
    pledge = _("you may pledge instead of handing it in") if spec.pledgeable else ""
    note = "；".join(part for part in (copies, need.why, spec.check_points, pledge) if part)
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


def _apply(version: ItemVersion, path: Path) -> dict[str, Any]:
    points = [{"icon": "clock", "words": promised_limit(version)}, {"icon": "walk", "words": visits_words(version)}]
    if suspension_words(version):
        return {"points": points, "why": _("No new application is taken at present.")}
    if not version.on_application:
        return {"points": points, "why": _("The authority acts by itself here; nothing can be applied for.")}
    if path.rejection:
        return {"points": points, "why": _("With these answers you cannot apply; see why above.")}
    begin = _with_answers(reverse("cases:begin", args=[version.pk]), path)
    return {"href": begin, "points": points}


def _papers(version: ItemVersion, path: Path) -> dict[str, Any]:
    """What one can take away: the one-time notice with the answers (I-19), and the form where there is one."""
    has_form = version.on_application and version.formfield_set.exists()
    kinds = [(GuidePaperKind.NOTICE, "file-text")]
    kinds += [(GuidePaperKind.BLANK, "file"), (GuidePaperKind.SAMPLE, "file-pencil")] if has_form else []
    return {
        "href": reverse("portal:order_guide_paper", args=[version.item.implementing_code]),
        "answers": _with_answers("", path).removeprefix("?"),
        "kinds": [{"value": kind.value, "label": kind.label, "icon": icon} for kind, icon in kinds],
    }


def _with_answers(href: str, path: Path) -> str:
    answers = [(f"situation-{step.question.id}", option.id) for step in path.steps for option in step.given]
    return f"{href}?{urlencode(answers)}" if answers else href
