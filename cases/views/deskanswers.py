"""What the form asks and got, for staff; at the window the clerk fills it in for the visitor."""

from collections.abc import Collection

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.answerforms import ApplicationForm
from cases.forms import PresenceForm, SituationForm
from cases.models import Case
from cases.pages.answers import answer_sections
from cases.pages.formlogic import logic_of
from cases.pages.likely import answers_of_page, asked_on_page, carried_choices, with_answers
from cases.pages.wizard import rejected
from cases.queries.answers import is_personal
from cases.queries.filling import filling_of
from cases.queries.outcomes import path_of_case
from cases.services.reads import record_read
from cases.services.window import answer_at_window, is_open_to_the_window, may_mend_here, situate_at_window
from cases.views.clerk import WORK, case_of
from core.masking import Audience
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.frozen import situations_of
from items.rules.formpages import Block, Page, pages_of
from items.rules.forms import Form, Row


@for_staff(*WORK, Role.REVIEWER)
@require_GET
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """All answers, numbers masked; the look is recorded and the applicant can see it."""
    case = case_of(request, case_id)
    record_read(case, by=request.actor, what=_("Answers"), why=_("Handling the case"))  # type: ignore[attr-defined]
    sections = [part for part in answer_sections(case, edit=False, audience=Audience.STAFF) if part.get("pairs")]
    is_clerk = request.actor.has_role(Role.CLERK)  # type: ignore[attr-defined]
    fills, mends = is_open_to_the_window(case) and is_clerk, may_mend_here(case) and is_clerk
    context = {
        **{"case": case, "title": _("Answers"), "sections": sections},
        "fill_href": reverse("cases:answer_at_window", args=[case.pk]) if mends else "",
        "fill_label": _("Fill in for the applicant") if fills else _("Correct on the spot"),
        "situation_href": reverse("cases:situate_at_window", args=[case.pk])
        if fills and situations_of(case.version_id)
        else "",
        "back_href": reverse("cases:desk_case", args=[case.pk]),
    }
    return render(request, "cases/desk_answers.html", context)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def situation(request: HttpRequest, case_id: int) -> HttpResponse:
    """The situation questions, asked at the window for a case that was opened there; materials and form follow the
    answers, which are kept as they are given."""
    case = case_of(request, case_id)
    if not is_open_to_the_window(case):
        raise Http404
    if request.method == "GET":
        return _situation_page(request, case, SituationForm(path=path_of_case(case)))
    asked = asked_on_page(request.POST, path_of_case(case))
    given = answers_of_page(case.choices, asked, carried_choices(situations_of(case.version_id), request.POST))
    path = path_of_case(case, given)
    form = SituationForm(with_answers(request.POST, path), path=path)
    situate_at_window(case, choices=given, by=request.actor)  # type: ignore[attr-defined]
    if request.POST.get("deed") == "ask":
        return _situation_page(request, case, SituationForm(path=path), status=200)
    if any(str(question.id) not in asked for question in path.open):
        return redirect("cases:situate_at_window", case.pk)
    complete = form.is_valid()
    if complete and not path.rejection:
        messages.success(request, _("The answers were kept."))
        asks = bool(filling_of(case).form.questions)
        return redirect("cases:answer_at_window" if asks else "cases:desk_case", case.pk)
    if path.rejection:
        form.add_error(None, path.rejection)
    return _situation_page(request, case, form, status=422)


def _situation_page(request: HttpRequest, case: Case, form: SituationForm, *, status: int = 200) -> HttpResponse:
    context = {
        **{"case": case, "title": _("Situation of the applicant"), "form": form},
        "rejected": rejected(form.path),
        "decline_href": reverse("cases:decline", args=[case.pk]),
        "back_href": reverse("cases:desk_case", args=[case.pk]),
    }
    return render(request, "cases/desk_situation.html", context, status=status)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def fill_in(request: HttpRequest, case_id: int) -> HttpResponse:
    """The whole form on one page, for a case that is not accepted yet. What passes is kept; numbers of persons that are
    kept already are not shown again. What the applicant filed himself is corrected only while he is there (C-10)."""
    case = case_of(request, case_id)
    if not may_mend_here(case):
        raise Http404
    present = PresenceForm(request.POST or None) if not is_open_to_the_window(case) else None
    filling = filling_of(case)
    whole = whole_page(filling.form, without=[row.key for row in filling.form.questions if _is_kept(row, case)])
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm(*typed, filling=filling, page=whole, saved=case.answers)
    if request.method == "POST":
        complete = form.is_valid()
        try:
            if present is None or (present.is_valid() and complete):
                typed_in = {"answers": form.kept(), "uploads": form.uploads()}
                answer_at_window(case, **typed_in, by=request.actor)  # type: ignore[attr-defined]
            else:
                complete = False
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            complete = False
        if complete:
            messages.success(request, _("The answers were kept."))
            return redirect("cases:desk_case", case.pk)
    context = {
        **{"case": case, "title": _("Correct on the spot") if present else _("Fill in the form"), "form": form},
        **{"logic": logic_of(filling, whole, case.answers)},
        **{"multipart": form.is_multipart(), "present": present},
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
