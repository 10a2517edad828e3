"""Asking for more after the acceptance, and going on without it (2.2, S-24)."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms import SupplementForm
from cases.models import CaseState
from cases.services.supplementing import MOST_DAYS, ask_supplement, end_supplement
from cases.views.clerk import WORK, case_of, confirm
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask the applicant of an accepted case for more, or go on without what has not come."""
    case, actor = case_of(request, case_id), request.actor  # type: ignore[attr-defined]
    if case.state == CaseState.SUPPLEMENTING:
        form: forms.Form = forms.Form(request.POST)
        title = submit = _("Go on without it")
        lead = _("The case is decided on what is there; the applicant is not asked any more.")
    else:
        form = SupplementForm(request.POST or None, case=case, most=MOST_DAYS)
        title, submit = _("Ask for a supplement"), _("Send the notice")
        lead = _("The limits run on, and supervision is told: after the acceptance only what a law lets you ask for.")
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, SupplementForm):
                ask_supplement(case, **form.asked(), by=actor)
                messages.success(request, _("Asked; the applicant gets the notice."))
            else:
                end_supplement(case, by=actor)
                messages.success(request, _("The review goes on."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return confirm(request, case, form, title, lead, submit)
