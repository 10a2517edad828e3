"""Pledging in the place of proof, and undoing it: the applicant himself, or the clerk for a visitor (2.4, D-07)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms_pledges import PledgeForm, WindowPledgeForm
from cases.models import Case
from cases.pages.pledges import told_of_pledge
from cases.queries.pledges import materials_to_pledge, offers_pledge, pledge_of
from cases.services.pledging import sign_pledge, undo_pledge
from cases.views.clerk import case_of
from cases.views.drafting import on_draft
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role


@on_draft
@require_http_methods(["GET", "POST"])
def pledge(request: HttpRequest, case: Case) -> HttpResponse:
    """What a pledge asks and costs is told; then the applicant signs it, or goes back and proves."""
    form = PledgeForm(request.POST or None, request.FILES or None)
    return _choose(request, case, form, "cases/pledge.html", reverse("cases:apply_materials", args=[case.pk]))


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def pledge_at_window(request: HttpRequest, case_id: int) -> HttpResponse:
    """The same for a visitor, who signs the paper."""
    case = case_of(request, case_id)
    usual = {"signed_by": case.contact_name or case.applicant_name}
    form = WindowPledgeForm(request.POST or None, initial=usual)
    return _choose(request, case, form, "cases/desk_pledge.html", reverse("cases:desk_case", args=[case.pk]))


def _choose(
    request: HttpRequest, case: Case, form: PledgeForm | WindowPledgeForm, template: str, back: str
) -> HttpResponse:
    if not offers_pledge(case.version):
        messages.error(request, _("This item cannot be handled on pledge."))
        return redirect(back)
    if request.method == "POST" and (request.POST.get("deed") == "undo" or form.is_valid()):
        try:
            messages.success(request, _deed(request, case, form))
            return redirect(back)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = told_of_pledge(case, pledge_of(case), materials_to_pledge(case))
    context |= {"case": case, "form": form, "title": _("Pledge instead of proving"), "back_href": back}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _deed(request: HttpRequest, case: Case, form: PledgeForm | WindowPledgeForm) -> str:
    actor: Any = request.actor  # type: ignore[attr-defined]
    if request.POST.get("deed") == "undo":
        undo_pledge(case, by=actor)
        return _("The pledge is undone; the proof is asked for again.")
    if isinstance(form, PledgeForm):
        sign_pledge(case, **form.signed(actor.name), by=actor)
    else:
        sign_pledge(case, signed_by=form.cleaned_data["signed_by"], by=actor)
    return _("Pledged. It can be undone until the application is filed.")
