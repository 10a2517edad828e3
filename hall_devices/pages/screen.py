"""A screen on the wall as a view model: calls, queues, windows of a zone or of the whole hall."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from hall_devices.announcements import channel_of
from hall_devices.models import Device, QueueBusiness, Ticket, TicketState, WindowState, WindowStatus
from hall_devices.models.queues import AT_WINDOW_STATES
from hall_devices.pages.streams import stream_href
from hall_devices.queries import heads_of, lines_of, loads_of
from hall_devices.rules import next_in_line
from identity.models import Window

CALLS, QUEUES, WINDOWS = 6, 5, 12
SHOWN = [*AT_WINDOW_STATES, TicketState.PASSED]


def screen(device: Device, token: str) -> dict[str, Any]:
    """The whole screen; its parts are fetched anew after each message of the hall's stream."""
    calls = _calls(device)
    queues = _queues(device)
    called = [_call(ticket) for ticket in calls if ticket.state == TicketState.CALLED]
    return {
        "screen": {"title": _title(device), "subtitle": device.zone.purpose if device.zone else ""},
        "now": clock.local(clock.now()),
        "zone_id": device.zone_id or "",
        "stream_href": stream_href(channel_of(device.hall_id)),
        "refresh_href": reverse("hall_devices:screen", args=[token]),
        "called": called,
        "calls": [call for call in map(_call, calls) if call not in called[:1]],
        "queues": queues[:QUEUES],
        "queues_title": _("%(count)d waiting") % {"count": sum(queue["waiting"] for queue in queues)},
        "windows": [_window(window, present) for window, present in _windows(device)],
        "notice": _(
            "Missed your call? You can come back once within 30 minutes, at a self-service machine or a window."
        ),
    }


def _title(device: Device) -> str:
    if device.zone is None:
        return device.hall.name
    words = {"hall": device.hall.name, "floor": device.zone.floor, "zone": device.zone.name}
    return _("%(hall)s, floor %(floor)d, %(zone)s") % words


def _calls(device: Device) -> Sequence[Ticket]:
    """The latest announced tickets that are still of interest, the last one first."""
    called = Ticket.objects.filter(hall=device.hall, day=clock.today(), state__in=SHOWN, window__isnull=False)
    if device.zone_id:
        called = called.filter(window__zone=device.zone_id)
    return list(called.select_related("business", "version", "window").order_by("-called_at", "-pk")[:CALLS])


def _call(ticket: Ticket) -> dict[str, str]:
    named = {"ticket": ticket.number, "window": _number(ticket.window)}
    named["item"] = ticket.version.name if ticket.version else ticket.business.name
    if ticket.state == TicketState.PASSED:
        return {**named, "kind": "miss", "icon": "player-skip-forward", "words": _("Missed")}
    if ticket.state == TicketState.SERVING:
        return {**named, "kind": "on", "icon": "user-check", "words": _("Being served")}
    times = _("Call %(times)d") % {"times": ticket.calls_count} if ticket.calls_count > 1 else _("Please come")
    return {**named, "kind": "go", "icon": "volume", "words": times}


def _queues(device: Device) -> list[dict[str, Any]]:
    """Businesses with people waiting first, then by name."""
    businesses = list(_businesses(device))
    loads, lines = loads_of([one.pk for one in businesses]), lines_of(businesses)
    heads = heads_of([one.pk for one in businesses])
    coming = {one.pk: next_in_line([h for h in heads if h.business_id == one.pk], lines) for one in businesses}
    numbers = Ticket.objects.in_bulk([head.id for head in coming.values() if head])
    rows = []
    for one in sorted(businesses, key=lambda one: (-loads[one.pk].waiting, one.name)):
        head, load = coming[one.pk], loads[one.pk]
        minutes = _("%(minutes)d min") % {"minutes": load.minutes(load.waiting)} if load.waiting else "–"
        number = numbers[head.id].number if head and head.id in numbers else "–"
        rows.append({"name": one.name, "waiting": load.waiting, "next": number, "minutes": minutes})
    return rows


def _businesses(device: Device) -> Iterable[QueueBusiness]:
    found = QueueBusiness.objects.filter(hall=device.hall)
    return found.filter(zone=device.zone_id) if device.zone_id else found


def _windows(device: Device) -> list[tuple[Window, Ticket | None]]:
    """The zone's windows that call something; in the whole hall those that have been opened."""
    windows = Window.objects.filter(zone__hall=device.hall, businesses__isnull=False)
    windows = windows.filter(zone=device.zone_id) if device.zone_id else windows.filter(status__isnull=False)
    shown = list(windows.select_related("status").distinct().order_by("number", "pk")[:WINDOWS])
    there = Ticket.objects.filter(window__in=shown, day=clock.today(), state__in=AT_WINDOW_STATES)
    present = {ticket.window_id: ticket for ticket in there}
    return [(window, present.get(window.pk)) for window in shown]


def _window(window: Window, present: Ticket | None) -> dict[str, str]:
    status: WindowStatus | None = getattr(window, "status", None)
    if status is not None and status.state == WindowState.PAUSED:
        return {"number": window.number, "kind": "off", "words": status.reason or _("Paused")}
    if present is not None:
        return {"number": window.number, "kind": "busy", "words": present.number}
    if status is None or status.state == WindowState.CLOSED or _is_of_another_day(status.since):
        return {"number": window.number, "kind": "off", "words": _("Not open")}
    return {"number": window.number, "kind": "free", "words": _("Available")}


def _is_of_another_day(since: datetime) -> bool:
    return clock.local(since).date() != clock.today()


def _number(window: Window | None) -> str:
    return window.number if window else ""
