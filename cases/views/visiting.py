"""On-site checks: ordered, written down or called off by those who handle the case (T-11, D-21)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_visits import CallOffForm, OrderVisitForm, RecordVisitForm
from cases.models import Case, SitePhoto, SiteVisit
from cases.pages.visits import order_lead, planned_words
from cases.queries.visits import last_day_to_send, officers_for, open_visit
from cases.services.reads import record_read
from cases.services.visiting import call_off_visit, order_visit, record_visit
from cases.views.clerk import WORK, case_of, confirm
from cases.views.space import attachment
from core import clock
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role

FIELDS = {"planned_at": "day", "visited_at": "day", "cards": "", "signatures": ""}
"""Which field a refusal is told at that is named otherwise in the form."""


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def site_visit(request: HttpRequest, case_id: int) -> HttpResponse:
    """Send staff, or, when they were sent, write down what they found; `deed=call_off` asks why they need not go."""
    case = case_of(request, case_id)
    visit = open_visit(case)
    if visit is None:
        return _order(request, case)
    if "call_off" in (request.POST.get("deed"), request.GET.get("deed")):
        return _call_off(request, case, visit)
    return _record(request, case, visit)


@for_staff(*WORK, Role.REVIEWER, Role.SUPERVISOR)
@require_GET
def site_photo(request: HttpRequest, case_id: int, photo_id: int) -> HttpResponseBase:
    """A photo taken on the spot; the look is recorded."""
    case = case_of(request, case_id)
    photo = get_object_or_404(SitePhoto.objects.filter(visit__case=case).select_related("file"), pk=photo_id)
    actor = request.actor  # type: ignore[attr-defined]
    record_read(case, by=actor, what=photo.name, why=_("Checking materials"))
    return attachment(photo.file, photo.name)


def _order(request: HttpRequest, case: Case) -> HttpResponse:
    form = OrderVisitForm(request.POST or None, officers=list(officers_for(case)))
    if request.method == "POST" and form.is_valid():
        try:
            order_visit(case, **form.ordered(), by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("They are sent; the applicant is told when and where."))
            return redirect("cases:site_visit", case.pk)
        except Refusal as refusal:
            _blame(form, refusal)
    lead = order_lead(last_day_to_send(case.accepted_at)) if case.accepted_at else ""
    return confirm(request, case, form, _("On-site check"), lead, _("Send them"))


def _record(request: HttpRequest, case: Case, visit: SiteVisit) -> HttpResponse:
    usual = {"place": visit.place, "day": clock.local(visit.planned_at).date(), "time": clock.local(visit.planned_at)}
    officers = list(visit.officers.order_by("number"))
    form = RecordVisitForm(request.POST or None, request.FILES or None, officers=officers, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            record_visit(visit, form.record(), by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Written down; the record is part of the file."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            _blame(form, refusal)
    context: dict[str, Any] = {
        **{"form": form, "case": case, "title": _("Record of an on-site check"), "lead": planned_words(visit)},
        **{"purpose": visit.purpose, "back_href": reverse("cases:desk_case", args=[case.pk])},
        "call_off_href": f"{reverse('cases:site_visit', args=[case.pk])}?deed=call_off",
    }
    return render(request, "cases/site_visit.html", context, status=422 if request.method == "POST" else 200)


def _call_off(request: HttpRequest, case: Case, visit: SiteVisit) -> HttpResponse:
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call_off_visit(visit, **form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Called off; the applicant is told."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            _blame(form, refusal)
    return confirm(request, case, form, _("Call the visit off"), planned_words(visit), _("Call it off"), danger=True)


def _blame(form: forms.Form, refusal: Refusal) -> None:
    field = FIELDS.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, refusal.sentence)
