"""Handing results out at the window: the list of what is ready, and the hand-over itself (C-21, D-16)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.handingforms import OtherWayForm, ReceiverForm
from cases.models import Case, CaseState
from cases.pages import desk
from cases.queries.handing import PICKUP_CODE, ready_to_hand_out
from cases.queries.paging import page_of
from cases.services.handing import Receiver, deliver_otherwise, hand_over
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from deliveries.rules.proofs import Proof
from identity.access import for_staff
from identity.models import PartyKind, Role

CODE_SEARCHES = [Rate(10, 60), Rate(200, 24 * 3600)]
"""How often one clerk may look a pick-up code up: nobody finds a result by trying numbers."""


@for_staff(Role.CLERK)
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """Results that wait for their recipients; found by pick-up code, receipt number, identity or name."""
    actor, query = request.actor, request.GET.get("q", "").strip()  # type: ignore[attr-defined]
    why = _("No waiting result fits your search.") if query else _("No result waits to be handed out now.")
    found = ready_to_hand_out(actor, query)
    if PICKUP_CODE.fullmatch(query):
        try:
            count_try(f"pickup-search:{actor.account_id}", CODE_SEARCHES)
        except Refusal as refusal:
            found, why = found.none(), refusal.sentence
    page = page_of(found.select_related("version", "handling", "applicant"), request.GET, size=15)
    rows = [
        {**row, "href": reverse("cases:hand_over", args=[case.pk]), "action": _("Hand over")}
        for row, case in zip(desk.rows(page.rows), page.rows, strict=True)
    ]
    context = {
        **{"title": _("Ready to be handed out"), "query": query, "rows": rows, "page": page},
        "why": why,
        **desk.panels(actor),
    }
    return render(request, "cases/handing_out.html", context)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hand one result to whoever stands at the window."""
    case = _issued(request, case_id)
    is_person = case.applicant.kind == PartyKind.PERSON
    initial = {"name": case.applicant_name if is_person else case.contact_name, "identity_check": "card"}
    form = ReceiverForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(case, Receiver(**form.cleaned_data), by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Handed over, the case is closed. Print the proof from the case."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            blame(form, refusal)
    title = _("Hand over at the window")
    others = {"href": reverse("cases:deliver_otherwise", args=[case.pk]), "label": _("Another way of delivery")}
    return _asked(request, case, form, title, _("Hand over"), others=others)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def otherwise(request: HttpRequest, case_id: int) -> HttpResponse:
    """Deliver by leaving the result before a witness, through another body, or by announcement."""
    case, actor = _issued(request, case_id), request.actor  # type: ignore[attr-defined]
    form = OtherWayForm(request.POST or None, initial={"recipient": case.applicant_name, "deliverer": actor.label})
    if request.method == "POST" and form.is_valid():
        try:
            deliver_otherwise(case, Proof(**form.cleaned_data), by=actor)
            messages.success(request, _("The delivery is recorded, the case is closed."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            blame(form, refusal)
    return _asked(request, case, form, _("Another way of delivery"), _("Record the delivery"))


def blame(form: forms.Form, refusal: Refusal) -> None:
    """Put what a service refused to the fields it blames, or above the form."""
    for name, sentence in refusal.faults.items():
        form.add_error(name if name in form.fields else None, sentence)
    if not refusal.faults:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def _issued(request: HttpRequest, case_id: int) -> Case:
    found = ready_to_hand_out(request.actor).select_related(  # type: ignore[attr-defined]
        "version__item__entry", "department", "applicant", "delivery"
    )
    return get_object_or_404(found, pk=case_id, state=CaseState.ISSUED)


def _asked(request: HttpRequest, case: Case, form: forms.Form, title: str, submit: str, **more: Any) -> HttpResponse:
    context = {"form": form, "case": case, "title": title, "submit_label": submit, **more}
    context["back_href"] = reverse("cases:handing_out")
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/desk_confirm.html", context, status=status)
