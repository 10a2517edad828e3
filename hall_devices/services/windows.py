"""Windows from the clerk's side: opening, pausing, and who stands before them."""

from django.db import transaction

from core import clock
from core.outbox import publish
from hall_devices.announcements import announce_change
from hall_devices.events import WindowOpened, WindowPaused
from hall_devices.models import Ticket, VisitorReading, WindowState, WindowStatus
from identity.actors import Actor
from identity.models import Window


def open_window(window: Window, *, by: Actor) -> WindowStatus:
    """The window serves from now on, or again after a pause. Publishes WindowOpened."""
    with transaction.atomic():
        return opened(locked_status(window), by=by)


def pause_window(window: Window, *, reason: str, by: Actor) -> WindowStatus:
    """The window calls nobody for a while and says why (Q-07); who is served there stays. Publishes WindowPaused."""
    with transaction.atomic():
        status = locked_status(window)
        if status.state != WindowState.PAUSED:
            _become(status, WindowState.PAUSED, reason.strip()[:40], by)
            publish(WindowPaused(window_id=window.pk, reason=status.reason), by=by)
    return status


def locked_status(window: Window) -> WindowStatus:
    """The window's row, made on first use and held: deeds at one window happen one after the other."""
    held = WindowStatus.objects.select_for_update(of=("self",)).select_related("window__zone", "party", "reading")
    status = held.filter(window=window).first()
    if status is None:
        WindowStatus.objects.get_or_create(window=window, defaults={"since": clock.now()})
        status = held.get(window=window)
    return status


def opened(status: WindowStatus, *, by: Actor) -> WindowStatus:
    """The held row, open. Publishes WindowOpened when it was not."""
    if status.state != WindowState.OPEN or status.staff_id != by.staff_id:
        _become(status, WindowState.OPEN, "", by)
        publish(WindowOpened(window_id=status.window_id), by=by)
    return status


def receive_visitor(
    status: WindowStatus, *, ticket: Ticket | None = None, reading: VisitorReading | None = None
) -> None:
    """Remember on the held row who stands before the window: the holder of a ticket, somebody identified, or nobody."""
    reading = reading or (ticket.reading if ticket else None)
    party_id = reading.party_id if reading else None
    if (status.party_id, status.reading_id) != (party_id, reading.pk if reading else None):
        status.party_id, status.reading = party_id, reading
        status.save(update_fields=["party", "reading"])


def _become(status: WindowStatus, state: WindowState, reason: str, by: Actor) -> None:
    status.state, status.reason, status.staff_id, status.since = state, reason, by.staff_id, clock.now()
    status.save(update_fields=["state", "reason", "staff", "since"])
    announce_change(status.window.zone.hall_id)
