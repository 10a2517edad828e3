"""The body begins to rescind, cancel or revoke a licence by a case of its own (C-23, XKF 69, 70, 80)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_proceedings import ProceedingForm
from cases.models import ProceedingEvidence, ProceedingKind
from cases.pages.proceedings import begins_a_case
from cases.services.proceedings import begin_proceeding
from cases.services.reads import record_read
from cases.views.clerk import WORK, case_of
from cases.views.space import attachment
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from spaces.queries import licences_kept_by
from spaces.queries.licences import KEEPERS


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, licence_id: int, word: str) -> HttpResponse:
    """Ground, facts and evidence; then the case goes to its reviewers and the holder is told."""
    actor, sent = request.actor, request.method == "POST"  # type: ignore[attr-defined]
    licence = get_object_or_404(licences_kept_by(actor), pk=licence_id)
    if not begins_a_case(word, licence):
        raise Http404
    kind = ProceedingKind(word)
    form = ProceedingForm(request.POST if sent else None, request.FILES if sent else None, kind=kind)
    if sent and form.is_valid():
        try:
            case = begin_proceeding(licence, kind, **form.cleaned_data, by=actor)
            messages.success(request, _("Begun. The holder is told; somebody else decides."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            field = "evidence" if refusal.field == "file" else refusal.field
            form.add_error(field if field in form.fields else None, refusal.sentence)
    lead = _("This begins a case: the holder is told and may speak and ask for a hearing, and another person decides.")
    context = {
        **{"licence": licence, "form": form, "title": kind.label, "lead": lead, "submit_label": _("Begin")},
        **{"danger": True, "back_href": reverse("cases:issued_licence", args=[licence.pk])},
    }
    return render(request, "cases/desk_licence_deed.html", context, status=422 if sent else 200)


@for_staff(*WORK, Role.REVIEWER)
@require_GET
def evidence(request: HttpRequest, case_id: int, evidence_id: int) -> HttpResponseBase:
    """One file of the evidence of a proceeding; the look is recorded."""
    case, actor = case_of(request, case_id), request.actor  # type: ignore[attr-defined]
    shown = ProceedingEvidence.objects.filter(proceeding__case=case).select_related("file")
    found = get_object_or_404(shown, pk=evidence_id)
    record_read(case, by=actor, what=found.name, why=_("Checking materials"))
    return attachment(found.file, found.name)
