"""What a citizen has to pay and paid."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.refusal import Refusal
from identity.access import for_citizens
from payments.pages import space
from payments.queries import live_order, visible_to
from payments.services.paying import begin_payment


@for_citizens
@require_GET
def charges(request: HttpRequest) -> HttpResponse:
    """Everything the party has to pay, paid, or has back, the newest first."""
    return render(request, "payments/space.html", space.charges(request.actor, request.GET))  # type: ignore[attr-defined]


@for_citizens
@require_http_methods(["GET", "POST"])
def charge(request: HttpRequest, charge_id: int) -> HttpResponse:
    """One sum: what for, why so much, how to pay it. Posting a way leads to where it is paid."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(visible_to(actor).select_related("department"), pk=charge_id)
    problem, order = "", live_order(found)
    if request.method == "POST" and order is not None:
        try:
            begin_payment(order, way=request.POST.get("way", ""), by=actor)
            return redirect("payments:space_charge", found.pk)
        except Refusal as refusal:
            problem = refusal.sentence
    context = space.charge(found, problem)
    return render(request, "payments/space_charge.html", context, status=422 if problem else 200)
