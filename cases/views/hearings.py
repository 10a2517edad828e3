"""Hearings: the body offers, calls and writes down; the applicant speaks, asks or waives (C-16, T-10)."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms_hearings import CallForm, MinutesForm, OfferForm, StatementForm
from cases.models import Case, Hearing
from cases.pages.hearings import applicant_lead, calling_lead, waiting_lead, with_statement
from cases.queries.hearings import hosts_for, open_hearing
from cases.queries.visibility import visible_to
from cases.services.hearings import (
    ask_hearing,
    call_hearing,
    hold_hearing,
    make_statement,
    offer_hearing,
    waive_hearing,
)
from cases.views.clerk import WORK, case_of, confirm
from cases.views.owners import for_owners
from core import clock
from core.refusal import Refusal
from core.workcalendar import SHANGHAI
from identity.access import for_staff
from identity.models import Role


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def hearing(request: HttpRequest, case_id: int) -> HttpResponse:
    """The next thing to do about a hearing of this case: offer it, call it, write down what was said."""
    case, actor = case_of(request, case_id), request.actor  # type: ignore[attr-defined]
    found = open_hearing(case)
    form, title, lead, submit = _next_step(request, case, found)
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, OfferForm):
                offer_hearing(case, **form.cleaned_data, by=actor)
                messages.success(request, _("The applicant is told what is intended and what he can do."))
            elif isinstance(form, CallForm):
                call_hearing(case, **_called(form), by=actor)
                messages.success(request, _("The hearing is called; the applicant gets the notice."))
            elif isinstance(form, MinutesForm):
                said = {"minutes": form.cleaned_data["minutes"], "participants": form.names()}
                hold_hearing(case, **said, by=actor)
                messages.success(request, _("Written down; the clock goes on."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            field = "day" if refusal.field == "held_at" else refusal.field
            form.add_error(field if field in form.fields else None, refusal.sentence)
    return confirm(request, case, form, title, lead, submit)


def _next_step(request: HttpRequest, case: Case, found: Hearing | None) -> tuple[forms.Form, str, str, str]:
    """The form of what comes next, its title, what is said above it, and its button; no button while one waits."""
    data: Any = request.POST or None
    if found is None:
        lead = _("Before a decision against the applicant, or one that concerns others, they are heard.")
        return OfferForm(data), _("Offer a hearing"), lead, _("Send the notice")
    if found.asked_at is None:
        return forms.Form(), _("Hearing"), with_statement(waiting_lead(found), found), ""
    if found.held_at is None or clock.now() < found.held_at:
        initial = {"place": found.place}
        form = CallForm(data, hosts=list(hosts_for(case)), initial=initial)
        return form, _("Call the hearing"), with_statement(calling_lead(found), found), _("Send the notice")
    return MinutesForm(data), _("Minutes of the hearing"), with_statement(found.matter, found), _("Write it down")


def _called(form: CallForm) -> dict[str, Any]:
    typed = form.cleaned_data
    held_at = datetime.combine(typed["day"], typed["time"], SHANGHAI)
    return {"held_at": held_at, "place": typed["place"], "host": form.host_chosen(), "in_public": typed["in_public"]}


@for_owners
@require_http_methods(["GET", "POST"])
def my_hearing(request: HttpRequest, case_id: int) -> HttpResponse:
    """The applicant says what he thinks, asks for the hearing, or waives it."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(visible_to(actor).select_related("version"), pk=case_id)
    found = open_hearing(case)
    if found is None:
        return redirect("cases:space_case", case.pk)
    form = StatementForm(request.POST or None, initial={"statement": found.statement})
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answered(request, case, form))
            return redirect("cases:space_case", case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {
        **{"form": form, "case": case, "title": _("Hearing"), "lead": applicant_lead(found), "matter": found.matter},
        **{"asked": found.asked_at is not None, "back_href": reverse("cases:space_case", args=[case.pk])},
    }
    return render(request, "cases/my_hearing.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, case: Case, form: StatementForm) -> str:
    actor, deed = request.actor, request.POST.get("deed")  # type: ignore[attr-defined]
    statement = form.cleaned_data["statement"]
    if statement.strip() or deed == "say":
        make_statement(case, statement=statement, by=actor)
    if deed == "ask":
        ask_hearing(case, by=actor)
        return _("You have asked for a hearing; time and place are told to you.")
    if deed == "waive":
        waive_hearing(case, by=actor)
        return _("You have waived the hearing; the case goes on.")
    return _("What you said is part of the file.")
