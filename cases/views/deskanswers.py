"""What the form asks and got, for staff; at the window the clerk fills it in for the visitor."""

from collections.abc import Collection

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.answerforms import ApplicationForm
from cases.models import Case
from cases.pages.answers import answer_sections
from cases.pages.formlogic import logic_of
from cases.queries.answers import is_personal
from cases.queries.filling import filling_of
from cases.services.reads import record_read
from cases.services.window import answer_at_window, is_open_to_the_window
from cases.views.clerk import WORK, case_of
from core.masking import Audience
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.rules.formpages import Block, Page, pages_of
from items.rules.forms import Form, Row


@for_staff(*WORK, Role.REVIEWER)
@require_GET
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """All answers, numbers masked; the look is recorded and the applicant can see it."""
    case = case_of(request, case_id)
    record_read(case, by=request.actor, what=_("Answers"), why=_("Handling the case"))  # type: ignore[attr-defined]
    sections = [part for part in answer_sections(case, edit=False, audience=Audience.STAFF) if part.get("pairs")]
    fills = is_open_to_the_window(case) and request.actor.has_role(Role.CLERK)  # type: ignore[attr-defined]
    context = {
        **{"case": case, "title": _("Answers"), "sections": sections},
        "fill_href": reverse("cases:answer_at_window", args=[case.pk]) if fills else "",
        "back_href": reverse("cases:desk_case", args=[case.pk]),
    }
    return render(request, "cases/desk_answers.html", context)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def fill_in(request: HttpRequest, case_id: int) -> HttpResponse:
    """The whole form on one page, for a case that was opened at the window and is not accepted yet. What passes is
    kept; numbers of persons that are kept already are not shown again."""
    case = case_of(request, case_id)
    if not is_open_to_the_window(case):
        raise Http404
    filling = filling_of(case)
    whole = whole_page(filling.form, without=[row.key for row in filling.form.questions if _is_kept(row, case)])
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm(*typed, filling=filling, page=whole, saved=case.answers)
    if request.method == "POST":
        complete = form.is_valid()
        try:
            typed_in = {"answers": form.kept(), "uploads": form.uploads()}
            answer_at_window(case, **typed_in, by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            complete = False
        if complete:
            messages.success(request, _("The answers were kept."))
            return redirect("cases:desk_answers", case.pk)
    context = {
        **{"case": case, "title": _("Fill in the form"), "form": form, "logic": logic_of(filling, whole, case.answers)},
        "multipart": form.is_multipart(),
        "back_href": reverse("cases:desk_answers", args=[case.pk]),
    }
    return render(request, "cases/desk_fill_in.html", context, status=422 if request.method == "POST" else 200)


def whole_page(form: Form, *, without: Collection[str] = ()) -> Page:
    """All pages as one; the questions `without` are left out."""
    blocks = []
    for block in (block for page in pages_of(form) for block in page.blocks):
        asked = tuple(row for row in block.questions if row.key not in without)
        blocks += [Block(block.group, asked)] if asked else []
    return Page(None, tuple(blocks))


def _is_kept(row: Row, case: Case) -> bool:
    """Whether the row holds numbers of persons that are kept already and are not shown again (G-02)."""
    return is_personal(row) and row.key in case.answers
