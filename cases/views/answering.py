"""The wizard's pages of the item's own questions."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.answerforms import ApplicationForm, when_words
from cases.models import Case
from cases.pages.formlogic import computed_facts, logic_of
from cases.pages.likely import likely_answers
from cases.queries.filling import Filling, filling_of
from cases.services.drafts import save_draft
from cases.views.drafting import on_draft, page, turned_away
from core import clock
from core.refusal import Refusal
from items.rules.formpages import Page, pages_of, pages_shown

FILE = "file"
"""The field that `store_file` blames."""


@on_draft
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, case: Case) -> HttpResponse:
    """One page of the item's own questions, filled in as far as the answers are known. What passes is kept, whatever
    the button; the next page is the next one on which something applies."""
    filling = filling_of(case)
    shown = _page(filling, case.answers, request.GET)
    likely = likely_answers(case, filling.form.questions) | case.answers
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm(*typed, filling=filling, page=shown, saved=case.answers, initial=likely)
    if request.method == "POST":
        complete = form.is_valid()
        try:
            case = save_draft(case, by=request.actor, answers=form.kept(), uploads=form.uploads())  # type: ignore[attr-defined]
        except Refusal as refusal:
            if refusal.field != FILE:
                raise
            form.add_error(next(iter(form.uploads())), refusal.sentence)
            complete = False
        away = _turned_away(request, case, filling, shown)
        if away or complete:
            return away or redirect(_next_href(case, filling, shown))
    return page(request, case, "form", _context(case, filling, shown, form, likely))


@on_draft
@require_POST
def autosave(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep what passes of a half-filled page; answers with the moment of saving, whether all of it passed, and what
    only the server can work out."""
    filling = filling_of(case)
    shown = _page(filling, case.answers, request.GET)
    form = ApplicationForm(request.POST, filling=filling, page=shown, saved=case.answers, complete=False)
    passed = form.is_valid()
    try:
        case = save_draft(case, by=request.actor, answers=form.kept(), uploads=form.uploads())  # type: ignore[attr-defined]
    except Refusal as refusal:
        if refusal.field != FILE:
            raise
        passed = False
    facts = computed_facts(filling, case.answers)
    return JsonResponse({"saved_at": f"{clock.local(case.saved_at):%H:%M}", "all": passed, "facts": facts})


def _page(filling: Filling, answers: Mapping[str, Any], asked: QueryDict) -> Page:
    """The page asked for, or the first one that applies. A form without questions is one empty page."""
    shown = pages_shown(filling.form, filling.evaluate(answers).visible)
    wanted = [one for one in pages_of(filling.form) if one.key == asked.get("page")]
    return next(iter([*wanted, *shown]), Page(None, ()))


def _context(
    case: Case, filling: Filling, shown: Page, form: ApplicationForm, likely: Mapping[str, Any]
) -> dict[str, Any]:
    pages = pages_shown(filling.form, filling.evaluate(case.answers).visible)
    keys = [one.key for one in pages]
    place = keys.index(shown.key) if shown.key in keys else 0
    query = f"?page={shown.key}" if shown.key else ""
    return {
        "form": form,
        "title": shown.row.label if shown.row else _("Fill in the details"),
        "lead": shown.row.help if shown.row else "",
        "page_when": when_words(filling.form, shown.row) if shown.row else "",
        "page_words": _("Page %(number)d of %(total)d") % {"number": place + 1, "total": len(keys)}
        if len(keys) > 1
        else "",
        "autosave_href": reverse("cases:autosave", args=[case.pk]) + query,
        "previous_href": _previous_href(case, filling, shown),
        "logic": logic_of(filling, shown, likely),
        "multipart": form.is_multipart(),
    }


def _turned_away(request: HttpRequest, case: Case, filling: Filling, shown: Page) -> HttpResponse | None:
    if request.POST.get("deed") == "back":
        return redirect(_previous_href(case, filling, shown))
    return turned_away(request, case, "form")


def _next_href(case: Case, filling: Filling, shown: Page) -> str:
    """The next page on which something applies after what was just typed; after the last one the materials."""
    all_keys = [one.key for one in pages_of(filling.form)]
    left = all_keys[all_keys.index(shown.key) + 1 :] if shown.key in all_keys else []
    applies = {one.key for one in pages_shown(filling.form, filling.evaluate(case.answers).visible)}
    return _href(case, next((key for key in left if key in applies), None), "cases:apply_materials")


def _previous_href(case: Case, filling: Filling, shown: Page) -> str:
    keys = [one.key for one in pages_shown(filling.form, filling.evaluate(case.answers).visible)]
    place = keys.index(shown.key) if shown.key in keys else 0
    return _href(case, keys[place - 1] if place else None, "cases:apply_situation")


def _href(case: Case, key: str | None, otherwise: str) -> str:
    if key is None:
        return reverse(otherwise, args=[case.pk])
    return reverse("cases:apply_form", args=[case.pk]) + (f"?page={key}" if key else "")
