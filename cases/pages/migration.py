"""The report on a draft whose item changed (I-12), as a view model."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Case, Material, Resolver
from cases.pages.wizard import caption
from cases.queries.answers import shown_answer
from cases.queries.migration import Migration
from cases.rules.migration import AnswerFate, ChoiceFate, Fate, PaperFate
from core import clock
from core.datewords import date_words
from items.exporting import shape_of
from items.formwords import fault_words
from items.pages.compare import change_rows
from items.rules.compare import Difference, differences

MARKS: Mapping[Fate, tuple[str, str, str | Promise]] = {
    Fate.KEPT: ("ok", "circle-check", gettext_lazy("Stays")),
    Fate.REWORDED: ("wait", "eye-check", gettext_lazy("Please look")),
    Fate.PARTLY: ("wait", "alert-circle", gettext_lazy("Stays in part")),
    Fate.MEND: ("wait", "pencil", gettext_lazy("To be mended")),
    Fate.HIDDEN: ("", "eye-off", gettext_lazy("Not asked at present")),
    Fate.AGAIN: ("wait", "rotate", gettext_lazy("To be given anew")),
    Fate.COMPUTED: ("", "calculator", gettext_lazy("Worked out for you")),
    Fate.GONE: ("", "minus", gettext_lazy("No longer asked")),
    Fate.ASKED: ("run", "plus", gettext_lazy("Newly asked")),
}
"""Tone, icon and word of each fate."""
SECTIONS: tuple[tuple[str, str | Promise, frozenset[Fate]], ...] = (
    (
        "todo",
        gettext_lazy("What you have to do"),
        frozenset({Fate.ASKED, Fate.AGAIN, Fate.MEND, Fate.PARTLY, Fate.REWORDED}),
    ),
    ("gone", gettext_lazy("What is no longer needed"), frozenset({Fate.GONE, Fate.COMPUTED, Fate.HIDDEN})),
    ("kept", gettext_lazy("What stays as it is"), frozenset({Fate.KEPT})),
)
FOR_APPLICANTS = frozenset(
    {
        *("name", "audience", "kind", "statutory_days", "statutory_unit", "statutory_note", "promised_days"),
        *("promised_unit", "promised_note", "conditions", "flow_note", "channels", "visits", "visit_reason"),
        *("coverage", "fees", "pay_online", "bookable", "courier", "quota", "results", "procedures"),
        *("deferral_allowed", "deferral_days", "pledge_allowed", "pledge_text", "intermediaries"),
    }
)
"""Elements whose change an applicant should know of; materials, questions and the form are told one by one."""


def report(case: Case, found: Migration) -> dict[str, Any]:
    """Everything that becomes of the draft, in sections, and what else changed for the applicant."""
    rows = [*_handling(case, found), *map(_choice, found.choice_fates)]
    rows += [_answer(one) for one in found.answer_fates]
    rows += _papers(case, found.paper_fates)
    sections = [
        {"key": key, "title": title, "rows": [row for row in rows if row["fate"] in fates]}
        for key, title, fates in SECTIONS
    ]
    since = found.version.published_at
    return {
        **{"case": case, "caption": caption(case), "version": found.version},
        "title": _("The item has changed"),
        "since": date_words(since, today=clock.today(), weekday=False) if since else "",
        "sections": [section for section in sections if section["rows"]],
        "changes": change_rows(filter(_concerns, differences(shape_of(case.version), shape_of(found.version)))),
        "keep_href": reverse("cases:apply_situation", args=[case.pk]),
        "saved_at": case.saved_at,
        "help_phone": case.department.phone,
    }


def _concerns(change: Difference) -> bool:
    return change.key in FOR_APPLICANTS or (change.key == "materials" and change.kind == "change")


def _row(fate: Fate, kind: str, label: str, value: str = "", note: str = "") -> dict[str, Any]:
    tone, icon, word = MARKS[fate]
    return {
        **{"fate": fate, "tone": tone, "icon": icon, "word": word},
        **{"kind": kind, "label": label, "value": value, "note": note},
    }


def _handling(case: Case, found: Migration) -> list[dict[str, Any]]:
    before = case.handling.name if case.handling else ""
    if not before and not found.options:
        return []
    fate = Fate.KEPT if not found.options and found.handling else Fate.GONE if not found.options else Fate.AGAIN
    return [_row(fate, _("What you apply for"), before or _("not given"))]


def _choice(one: ChoiceFate) -> dict[str, Any]:
    return _row(one.fate, _("Your situation"), one.ask, one.said)


def _answer(one: AnswerFate) -> dict[str, Any]:
    asked = one.was or one.row
    value = shown_answer(one.was, one.answer) if one.was else ""
    return _row(one.fate, _("What you filled in"), asked.label if asked else "", value, _answer_note(one))


def _answer_note(one: AnswerFate) -> str:
    if one.lost:
        return _("Not taken over: %(names)s.") % {"names": "、".join(one.lost)}
    if one.fate is Fate.REWORDED and one.row:
        return _("It is asked as “%(label)s” now. Does your answer still hold?") % {"label": one.row.label}
    if one.fate is Fate.HIDDEN:
        return _("It is kept in case your further answers ask for it.")
    if one.was and one.was.type == "file" and one.fate in (Fate.GONE, Fate.AGAIN):
        return _("The files go to your material library.")
    if one.fault is None or one.row is None:
        return ""
    words = {
        "another_type": _("Another kind of answer is asked now."),
        "another_unit": _("The unit is “%(unit)s” now.") % {"unit": one.row.unit},
    }
    return words.get(one.fault.code) or fault_words(one.fault, one.row)


def _papers(case: Case, fates: Sequence[PaperFate]) -> list[dict[str, Any]]:
    files = {one.spec_id: one for one in case.materials.select_related("licence").prefetch_related("files")}
    return [_paper(one, files.get(one.was.id) if one.was else None) for one in fates]


def _paper(one: PaperFate, material: Material | None) -> dict[str, Any]:
    asked = one.was or one.paper
    notes = []
    held = material is not None and material.resolver == Resolver.LICENCE
    count = len(material.files.all()) if material is not None else 0
    if held and one.fate is Fate.KEPT:
        notes.append(_("Fetched from the licence library."))
    elif count and one.fate is Fate.KEPT:
        notes.append(ngettext("%(count)d file stays.", "%(count)d files stay.", count) % {"count": count})
    elif count:
        notes.append(_("The files go to your material library."))
    if one.paper and one.was and one.paper.name != one.was.name:
        notes.append(_("It is called “%(name)s” now.") % {"name": one.paper.name})
    if one.paper and one.paper.required and not (one.was and one.was.required):
        notes.append(_("It must be handed in."))
    elif one.paper and not one.paper.required and one.fate is Fate.ASKED:
        notes.append(_("If applicable"))
    return _row(one.fate, _("Materials"), asked.name if asked else "", note=" ".join(notes))
