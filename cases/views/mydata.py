"""My data and who looked at them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.pages import mydata as pages
from cases.queries.paging import page_of
from cases.queries.reads import reads_visible_to
from identity.access import for_citizens
from identity.models import Party


@for_citizens
@never_cache
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held about the party one acts for, and every look at its cases, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    party = get_object_or_404(Party, pk=actor.party_id)
    return render(
        request, "cases/my_data.html", pages.my_data(actor, party, page_of(reads_visible_to(actor), request.GET))
    )
