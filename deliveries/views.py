"""Parcel accounts: carriers' statements against our parcels, and what is under way for too long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from deliveries import pages
from deliveries.queries import OVERSEERS
from identity.access import for_staff


@for_staff(*OVERSEERS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The last comparisons with their differences, and late parcels (H72)."""
    return render(request, "deliveries/accounts.html", pages.accounts(request.actor))  # type: ignore[attr-defined]
