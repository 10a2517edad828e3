"""The applicant's side of parcels: how he gets his result, and originals he sends (C-36, C-42)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.handingforms import MailForm, ScansForm, WayForm
from cases.models import Case, CaseState
from cases.pages.parcels import usual_way
from cases.queries.visibility import visible_to
from cases.services.handing import CHOOSABLE, choose_delivery
from cases.services.mailing import expected_papers, hand_in_scans, mail_papers
from cases.views.handing import blame
from cases.views.owners import for_owners
from core.refusal import Refusal
from deliveries.carriers import Address, carriers
from deliveries.models import DeliveryWay


@for_owners
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, case_id: int) -> HttpResponse:
    """How the applicant wants his result."""
    case, actor = _case(request, case_id), request.actor  # type: ignore[attr-defined]
    planned = case.delivery
    initial = {
        "way": planned.way if planned else usual_way(case),
        "name": planned.recipient_name if planned else case.contact_name or case.applicant_name,
        "phone": (planned.recipient_phone if planned else "") or case.contact_phone,
        "address": planned.address if planned else "",
    }
    ways = [way for way in CHOOSABLE if way != DeliveryWay.COURIER or carriers()]
    form = WayForm(request.POST or None, initial=initial, ways=ways)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        ends = {"recipient": typed["name"], "phone": typed["phone"], "address": typed["address"]}
        try:
            choose_delivery(case, way=DeliveryWay(typed["way"]), **ends, by=actor)
            messages.success(request, _("Saved. You can change it until the result is on its way."))
            return redirect("cases:space_case", case.pk)
        except Refusal as refusal:
            blame(form, refusal)
    lead = _("The electronic licence is in your wallet in any case; by courier you get the paper.")
    return _asked(request, case, form, _("How I get my result"), lead, _("Save"))


@for_owners
@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, case_id: int) -> HttpResponse:
    """Send originals by courier: the carrier comes, or the applicant names the waybill of a parcel he sent."""
    case = _case(request, case_id)
    form = MailForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        typed, sender = form.cleaned_data, Address(*(form.cleaned_data[key] for key in ("name", "phone", "address")))
        try:
            mail_papers(
                case,
                sender=sender,
                contents=typed["contents"],
                waybill=typed["waybill"].upper(),
                by=request.actor,  # type: ignore[attr-defined]
            )
            messages.success(request, _("The parcel is registered. You can follow it here."))
            return redirect("cases:space_case", case.pk)
        except Refusal as refusal:
            blame(form, refusal)
    lead = _("Put the originals and the content list into one parcel. You need not come to the hall.")
    return _asked(request, case, form, _("Send originals by courier"), lead, _("Register the parcel"))


@for_owners
@require_http_methods(["GET", "POST"])
def scans(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hand in the three scans that let mailed papers count before they arrive; without a parcel back to the case."""
    case = _case(request, case_id)
    papers = expected_papers(case)
    if papers is None:
        return redirect("cases:space_case", case.pk)
    form = ScansForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            hand_in_scans(papers, form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("We check the scans and send you a receipt."))
            return redirect("cases:space_case", case.pk)
        except Refusal as refusal:
            blame(form, refusal)
    lead = _("With these three scans your papers count as handed in before they arrive.")
    return _asked(request, case, form, _("Scans of the mailed originals"), lead, _("Hand in"))


def _case(request: HttpRequest, case_id: int) -> Case:
    found = visible_to(request.actor).exclude(state=CaseState.DRAFT)  # type: ignore[attr-defined]
    return get_object_or_404(found.select_related("version", "delivery", "department"), pk=case_id)


def _asked(request: HttpRequest, case: Case, form: object, title: str, lead: str, submit: str) -> HttpResponse:
    context = {"form": form, "case": case, "title": title, "lead": lead, "submit_label": submit}
    context["back_href"] = reverse("cases:space_case", args=[case.pk])
    return render(request, "cases/confirm.html", context, status=422 if request.method == "POST" else 200)
