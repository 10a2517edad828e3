"""Life events: what happens, and what is to be done then (H16)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from items.life_events import events_visible_to, shown_events, with_parts
from portal.pages import life_events as pages


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All that are shown."""
    return render(request, "portal/life_events.html", pages.groups(shown_events()))


@require_GET
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One with its questions; the answers stand in the address. Administrators see it before it is shown."""
    found = with_parts(events_visible_to(request.actor))  # type: ignore[attr-defined]
    return render(request, "portal/life_event.html", pages.life_event(get_object_or_404(found, key=key), request.GET))
