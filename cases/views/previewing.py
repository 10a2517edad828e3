"""The form of a draft of an item as those who fill it in will see it; it can be tried out and stores nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.answerforms import ApplicationForm, when_words
from cases.models import Channel
from cases.pages.formlogic import logic_of
from cases.pages.preview import Trial, citizen_frame, supposed, trial_of
from cases.views.deskanswers import whole_page
from items.models import ItemDraft
from items.rules.formpages import Page, pages_of, pages_shown
from items.rules.forms import Form

SALT = "form of a draft"
FACT = "fact-"
LOOK, BACK = "look", "back"
"""Deeds of the posted form: show it again without a word, the page before. Every other one is the button of the real
form and is checked as there."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """One page as it is tried: its form, the answers of the pages before, and what the check said (words, None)."""

    trial: Trial
    page: Page
    form: ApplicationForm
    carried: dict[str, Any]
    checked: bool
    passed: str = ""


def show_to_citizen(request: HttpRequest, draft: ItemDraft) -> HttpResponse:
    """Page by page in the wizard. The answers of the other pages travel with the form, signed."""
    shown = _tried(request, draft, Channel.WEB, _pages)
    pages = pages_shown(shown.trial.filling.form, shown.trial.filling.evaluate(shown.carried).visible)
    keys, row = [one.key for one in pages], shown.page.row
    place = keys.index(shown.page.key) if shown.page.key in keys else 0
    context = {
        **citizen_frame(draft),
        **_context(shown),
        "title": row.label if row else _("Fill in the details"),
        "lead": row.help if row else "",
        "page_when": when_words(shown.trial.filling.form, row) if row else "",
        "page_words": _("Page %(number)d of %(total)d") % {"number": place + 1, "total": len(keys)}
        if len(keys) > 1
        else "",
        "previous_href": "back" if place else "",
    }
    return render(request, "cases/preview_citizen.html", context)


def show_to_clerk(request: HttpRequest, draft: ItemDraft) -> HttpResponse:
    """The whole form on one page, as the window fills it in for a visitor."""
    shown = _tried(request, draft, Channel.WINDOW, lambda form: [whole_page(form)])
    case = {"version": {"name": draft.content["name"]}, "applicant_name": _("(example) applicant")}
    context = {**_context(shown), "case": case, "title": _("Fill in the form")}
    return render(request, "cases/preview_clerk.html", context)


def _pages(form: Form) -> list[Page]:
    return pages_of(form) or [Page(None, ())]


def _tried(request: HttpRequest, draft: ItemDraft, channel: Channel, layout: Callable[[Form], list[Page]]) -> _Shown:
    posted, carried = request.POST, _carried(request)
    chosen = {key.removeprefix(FACT): str(value) for key, value in posted.items() if key.startswith(FACT)}
    trial = trial_of(draft, chosen, carried, channel)
    pages = layout(trial.filling.form)
    page = next((one for one in pages if one.key == posted.get("page")), pages[0])
    if request.method != "POST":
        return _Shown(trial, page, _form(trial, page, carried), carried, checked=False)
    deed, checked = posted.get("deed", ""), bool(posted.get("checked"))
    bound = ApplicationForm(
        posted,
        request.FILES,
        filling=trial.filling,
        page=page,
        saved=carried,
        complete=deed not in (LOOK, BACK) or checked,
    )
    fine = bound.is_valid()
    kept = {**carried, **bound.kept()}
    if deed == LOOK:
        if not checked:
            bound.errors.clear()
        return _Shown(trial, page, bound, kept, checked)
    if deed != BACK and not fine:
        return _Shown(trial, page, bound, kept, checked=True)
    return _turned(trial, pages, page, kept, back=deed == BACK)


def _turned(trial: Trial, pages: list[Page], page: Page, kept: dict[str, Any], *, back: bool) -> _Shown:
    """The next page on which something applies, or the one before; after the last one the form has passed."""
    visible = trial.filling.evaluate(kept).visible
    there = [one for one in pages if any(row.key in visible for row in one.questions)]
    place = pages.index(page)
    others = [one for one in there if (pages.index(one) < place if back else pages.index(one) > place)]
    if others:
        to = others[-1] if back else others[0]
        return _Shown(trial, to, _form(trial, to, kept), kept, checked=False)
    words = "" if back else _("The check finds nothing wrong: an application with these answers could be filed.")
    return _Shown(trial, page, _form(trial, page, kept), kept, checked=False, passed=words)


def _form(trial: Trial, page: Page, carried: dict[str, Any]) -> ApplicationForm:
    return ApplicationForm(filling=trial.filling, page=page, saved=carried, initial=carried)


def _context(shown: _Shown) -> dict[str, Any]:
    return {
        "form": shown.form,
        "logic": logic_of(shown.trial.filling, shown.page, shown.carried),
        "multipart": shown.form.is_multipart(),
        "preview": {
            **{"page": shown.page.key, "carried": signing.dumps(shown.carried, salt=SALT)},
            **{"supposed": supposed(shown.trial), "checked": shown.checked, "passed": shown.passed},
            "empty": not shown.form.fields,
        },
    }


def _carried(request: HttpRequest) -> dict[str, Any]:
    """The answers of the pages before. Raises BadRequest for what this preview did not write itself."""
    sent = request.POST.get("carried", "")
    try:
        return dict(signing.loads(sent, salt=SALT)) if sent else {}
    except signing.BadSignature as error:
        raise BadRequest("unreadable form") from error
