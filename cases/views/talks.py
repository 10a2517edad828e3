"""Asking the handler: the talk about a case for both sides, and what waits for an answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Case, CaseState, Side
from cases.pages.talks import talk, waiting_row
from cases.queries.paging import page_of
from cases.queries.talks import files_of_talk, messages_of, oldest_first, unanswered
from cases.queries.visibility import visible_to
from cases.services.reads import record_read
from cases.services.talks import MOST_FILES, TEXT_MOST, write_to_applicant, write_to_department
from cases.views.clerk import WORK
from cases.views.owners import for_owners
from cases.views.space import attachment
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role

HANDLERS = (*WORK, Role.REVIEWER)
READERS = (*HANDLERS, Role.SUPERVISOR)
RELATED = ("version", "department", "applicant")


class WritingForm(forms.Form):
    """One message; its files are in the request."""

    text = forms.CharField(
        label=gettext_lazy("Your message"), max_length=TEXT_MOST, widget=forms.Textarea(attrs={"rows": 4})
    )


@for_owners
@require_http_methods(["GET", "POST"])
def own_talk(request: HttpRequest, case_id: int) -> HttpResponse:
    """The applicant asks, and reads what the department wrote."""
    mine = visible_to(request.actor).exclude(state=CaseState.DRAFT)  # type: ignore[attr-defined]
    case = get_object_or_404(mine.select_related(*RELATED), pk=case_id)
    back = reverse("cases:space_case", args=[case.pk])
    return _talking(request, case, Side.APPLICANT, write_to_department, "cases/talk.html", back)


@for_owners
@require_GET
def talk_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """A file that came with a message."""
    case = get_object_or_404(visible_to(request.actor), pk=case_id)  # type: ignore[attr-defined]
    sent = get_object_or_404(files_of_talk(case), pk=file_id)
    return attachment(sent.file, sent.name)


@for_staff(*READERS)
@require_http_methods(["GET", "POST"])
def desk_talk(request: HttpRequest, case_id: int) -> HttpResponse:
    """The department reads and answers; a supervisor reads. Every look is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(visible_to(actor).select_related(*RELATED), pk=case_id)
    record_read(case, by=actor, what=_("Messages"), why=_("Handling the case"))
    back = reverse("cases:questions")
    if actor.has_role(*HANDLERS):
        return _talking(request, case, Side.DEPARTMENT, write_to_applicant, "cases/desk_talk.html", back)
    return _talking(request, case, Side.DEPARTMENT, None, "cases/desk_talk.html", back)


@for_staff(*READERS)
@require_GET
def desk_talk_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """The same file for staff; the look is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(visible_to(actor), pk=case_id)
    sent = get_object_or_404(files_of_talk(case), pk=file_id)
    record_read(case, by=actor, what=_("Messages"), why=_("Handling the case"))
    return attachment(sent.file, sent.name)


@for_staff(*READERS)
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """What applicants asked and nobody has answered, the oldest first; for supervision of every department."""
    page = oldest_first(unanswered(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {"rows": [waiting_row(one) for one in page.rows], "page": page, "title": _("Unanswered questions")}
    return render(request, "cases/questions.html", context)


def _talking(
    request: HttpRequest, case: Case, side: Side, write: Callable[..., Any] | None, template: str, back: str
) -> HttpResponse:
    form = WritingForm(request.POST or None)
    if request.method == "POST" and write is not None and form.is_valid():
        try:
            files = request.FILES.getlist("file")
            write(case, text=form.cleaned_data["text"], files=files, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Sent."))
            return redirect(request.path)
        except Refusal as refusal:
            form.add_error("text" if refusal.field == "text" else None, refusal.sentence)
    context = talk(case, page_of(messages_of(case).select_related("case__department"), request.GET), side=side)
    context |= {"form": form, "back_href": back, "submit_label": _("Send"), "most_files": MOST_FILES}
    context["open"] = context["open"] and write is not None
    return render(request, template, context, status=422 if request.method == "POST" else 200)
