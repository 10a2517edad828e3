"""Ledger and reconciliation for supervisors, leaders and finance officers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.refusal import Refusal
from identity.access import for_staff
from payments.forms import NoteForm
from payments.pages import watching
from payments.queries import WATCH_ROLES, differences_visible_to
from payments.services.reconciling import explain_difference


@for_staff(*WATCH_ROLES)
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """What was booked, page by key."""
    return render(request, "payments/ledger.html", watching.ledger(request.actor, request.GET))  # type: ignore[attr-defined]


@for_staff(*WATCH_ROLES)
@require_GET
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Where ledger and gateways differ, and the latest comparisons."""
    context = watching.reconciliation(request.actor, request.GET)  # type: ignore[attr-defined]
    return render(request, "payments/reconciliation.html", context)


@for_staff(*WATCH_ROLES)
@require_http_methods(["GET", "POST"])
def difference(request: HttpRequest, difference_id: int) -> HttpResponse:
    """One difference; whoever watches writes down what it was."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(differences_visible_to(actor), pk=difference_id)
    form = NoteForm(request.POST or None) if found.ended_at is None else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            explain_difference(found, note=form.cleaned_data["note"], by=actor)
            messages.success(request, _("Written down; the difference has ended."))
            return redirect("payments:reconciliation")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {**watching.difference(found), "form": form}
    return render(request, "payments/difference.html", context, status=422 if request.method == "POST" else 200)
