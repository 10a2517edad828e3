"""Correcting an error of an ended case: proposing it, and the evidence for whoever decides (更正)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_amendments import AmendForm
from cases.pages.amendments import places_of
from cases.queries.amendments import may_be_amended
from cases.services.amendments import propose_amendment
from cases.services.reads import record_read
from cases.views.clerk import WORK, case_of, confirm
from cases.views.space import attachment
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, case_id: int) -> HttpResponse:
    """Propose to correct errors; the head of the body decides."""
    case = case_of(request, case_id)
    places = places_of(case) if may_be_amended(case) else []
    if not places:
        messages.error(request, _("This case has nothing that is corrected like this."))
        return redirect("cases:desk_case", case.pk)
    sent = request.method == "POST"
    form = AmendForm(request.POST if sent else None, request.FILES if sent else None, places=places)
    if sent and form.is_valid():
        try:
            typed = {name: form.cleaned_data[name] for name in ("reason", "basis", "evidence")}
            propose_amendment(case, errors=form.errors_named(), **typed, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Proposed. Nothing changes until the head of your body has approved it."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            field = "evidence" if refusal.field == "file" else refusal.field
            form.add_error(field if field in form.fields else None, refusal.sentence)
    lead = _("The case stays as it is. A correction notice says what stood there and what stands there now.")
    return confirm(request, case, form, _("Correct errors"), lead, _("Propose"))


@for_staff(*WORK, Role.REVIEWER)
@require_GET
def evidence(request: HttpRequest, case_id: int, amendment_id: int) -> HttpResponseBase:
    """What proves the error; the look is recorded."""
    case = case_of(request, case_id)
    made = get_object_or_404(case.amendments.select_related("evidence"), pk=amendment_id, evidence__isnull=False)
    actor = request.actor  # type: ignore[attr-defined]
    record_read(case, by=actor, what=made.evidence_name, why=_("Deciding on a correction"))
    return attachment(made.evidence, made.evidence_name)
