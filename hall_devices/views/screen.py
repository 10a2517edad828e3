"""Screens on the wall, and a ticket followed on a phone: both are told of calls by the hall's stream."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from hall_devices.models import Device, DeviceKind, Ticket
from hall_devices.pages import follow as follow_pages
from hall_devices.pages import screen as pages
from hall_devices.views.devices import on_device


@on_device(DeviceKind.SCREEN)
@require_GET
def screen(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """Calls, queues and windows."""
    return render(request, "hall_devices/screen.html", pages.screen(device, token))


@never_cache
@require_GET
def follow(request: HttpRequest, signed: str) -> HttpResponse:
    """The ticket behind the code printed on it."""
    try:
        key = follow_pages.ticket_key(signed)
    except signing.BadSignature:
        raise Http404 from None
    ticket = get_object_or_404(Ticket.objects.select_related("business__zone", "window", "version"), pk=key)
    return render(request, "hall_devices/follow.html", follow_pages.follow(ticket))
