"""How good the data about enterprises are (C118)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.pages.quality import quality_page
from identity.access import for_staff
from spaces.queries.quality import WATCHERS


@for_staff(*WATCHERS)
@require_GET
def data_quality(request: HttpRequest) -> HttpResponse:
    """What is missing, wrong or out of date, by enterprise and over time."""
    return render(request, "cases/data_quality.html", quality_page(request.actor, request.GET))  # type: ignore[attr-defined]
