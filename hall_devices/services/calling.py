"""Calling numbers: the six deeds of Q-12. Locks are taken in one order: window, business, ticket."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Event
from core.outbox import publish
from core.refusal import Refusal
from hall_devices.announcements import announce_call, announce_change
from hall_devices.events import (
    ServiceBegun,
    TicketCalled,
    TicketFinished,
    TicketMissed,
    TicketPutAside,
    TicketTransferred,
)
from hall_devices.models import (
    IN_LINE_STATES,
    Call,
    CallKind,
    QueueBusiness,
    Ticket,
    TicketState,
    WindowState,
    WindowStatus,
)
from hall_devices.queries import at_window, businesses_of, heads_of, lines_of
from hall_devices.rules import Priority, next_in_line
from hall_devices.services.windows import locked_status, opened, receive_visitor
from identity.actors import Actor
from identity.models import Window
from items.models import ItemVersion

ANNOUNCEMENT = timedelta(seconds=5)
LEAVING_COLUMNS = ["state", "business", "only_window", "window", "priority", "queued_at", "passed_at"]


def call_next(window: Window, *, seen: int | None, by: Actor) -> Ticket | None:
    """Finish with the present visitor and call the next number of the window (Q-05); None when nobody waits.

    `seen` is the ticket that was at the window when the clerk decided: if another is there by now, somebody was
    faster and nothing changes, so a double click calls once. Opens the window. Refuses `window_paused`. Publishes
    TicketCalled.
    """
    with transaction.atomic():
        status = locked_status(window)
        if status.state == WindowState.PAUSED:
            raise Refusal("window_paused", _("This window is paused. Resume it first."), conflict=True)
        present = at_window(window).select_related("business", "version", "party").first()
        if present is not None and present.pk != seen:
            return present
        if present is not None:
            _finish(present, by)
        opened(status, by=by)
        ticket = _draw(window)
        receive_visitor(status, ticket=ticket)
        if ticket is None:
            announce_change(status.window.zone.hall_id)
            return None
        ticket.state, ticket.window, ticket.called_at, ticket.due_at_call = (
            TicketState.CALLED,
            window,
            clock.now(),
            None,
        )
        _announce(ticket, status, CallKind.CALL, by, "state", "window", "called_at", "due_at_call")
    return ticket


def next_visitor(window: Window, *, seen: int | None, keeps: ItemVersion | None, by: Actor) -> Ticket | None:
    """Finish here and go on with the next visitor, who probably came for the item the clerk `keeps`; as `call_next`,
    and where nobody waits the window is free for whoever comes."""
    with transaction.atomic():
        status = locked_status(window)
        status.kept_version = keeps
        status.save(update_fields=["kept_version"])
        return call_next(window, seen=seen, by=by)


def recall(window: Window, *, seen: int, by: Actor) -> Ticket:
    """Announce the called number again; within five seconds of the last time nothing happens (Q-06).

    Refuses `not_at_window`. Publishes TicketCalled.
    """
    with transaction.atomic():
        status, ticket = _present(window, seen)
        last = ticket.calls.order_by("-pk").first()
        if last is None or clock.now() - last.at >= ANNOUNCEMENT:
            _announce(ticket, status, CallKind.RECALL, by)
    return ticket


def begin_service(window: Window, *, by: Actor) -> Ticket | None:
    """The called visitor has come; None when nobody was called. Publishes ServiceBegun, once."""
    with transaction.atomic():
        ticket = at_window(window).select_for_update().first()
        if ticket is not None and ticket.state == TicketState.CALLED:
            ticket.state, ticket.serving_at = TicketState.SERVING, clock.now()
            ticket.save(update_fields=["state", "serving_at"])
            publish(ServiceBegun(ticket_id=ticket.pk, window_id=window.pk), by=by)
            announce_change(ticket.hall_id)
    return ticket


def miss_ticket(window: Window, *, seen: int, by: Actor) -> Ticket:
    """Nobody came: the number goes to the missed ones (Q-06). Refuses `not_at_window`. Publishes TicketMissed."""
    with transaction.atomic():
        status, ticket = _present(window, seen)
        now = clock.now()
        Call.objects.create(ticket=ticket, window=window, at=now, kind=CallKind.MISS)
        ticket.passed_at = now
        _leave(ticket, status, TicketState.PASSED, TicketMissed(ticket_id=ticket.pk, window_id=window.pk), by, now)
    return ticket


def transfer_ticket(
    window: Window, *, seen: int, business: QueueBusiness, to_window: Window | None = None, by: Actor
) -> Ticket:
    """Send the visitor on to another business, or to one of its windows, with his own time, in class P3 (Q-05, Q-07).

    Refuses `not_at_window`, `other_hall`, `wrong_window` and `has_ticket`. Publishes TicketTransferred.
    """
    with transaction.atomic():
        status, ticket = _present(window, seen)
        if business.hall_id != ticket.hall_id:
            raise Refusal("other_hall", _("A number can only be sent on within its hall."), field="business")
        if to_window is not None and not business.windows.filter(pk=to_window.pk).exists():
            raise Refusal("wrong_window", _("That window does not serve this business."), field="window")
        ticket.business, ticket.only_window, ticket.window = business, to_window, None
        ticket.priority, ticket.queued_at = min(ticket.priority, Priority.RETURNED), ticket.taken_at
        target = to_window.pk if to_window else None
        event = TicketTransferred(ticket_id=ticket.pk, business_id=business.pk, window_id=target)
        _leave(ticket, status, TicketState.TRANSFERRED, event, by, clock.now())
    return ticket


def put_aside(window: Window, *, seen: int, by: Actor) -> Ticket:
    """The visitor fetches something and comes back in class P3. Refuses `not_at_window`. Publishes TicketPutAside."""
    with transaction.atomic():
        status, ticket = _present(window, seen)
        _leave(ticket, status, TicketState.SUSPENDED, TicketPutAside(ticket_id=ticket.pk), by, clock.now())
    return ticket


def finish_ticket(window: Window, *, seen: int, by: Actor) -> Ticket:
    """The visitor was served. Refuses `not_at_window`. Publishes TicketFinished."""
    with transaction.atomic():
        status, ticket = _present(window, seen)
        _finish(ticket, by)
        receive_visitor(status)
        announce_change(ticket.hall_id)
    return ticket


def _draw(window: Window) -> Ticket | None:
    """Take the next ticket out of the line and note it with its business.

    The businesses are held because Q-05 looks at the calls before this one; a ticket somebody holds at this moment – it
    is being given up or sent on – is stepped over.
    """
    businesses = {one.pk: one for one in businesses_of(window).select_for_update(of=("self",), no_key=True)}
    lines = lines_of(businesses.values())
    passed_over: list[int] = []
    while chosen := next_in_line(heads_of(businesses, window_id=window.pk, passed_over=passed_over), lines):
        waiting = Ticket.objects.filter(pk=chosen.id, state__in=IN_LINE_STATES)
        held = waiting.select_for_update(of=("self",), skip_locked=True)
        ticket = held.select_related("business", "version", "party", "reading").first()
        if ticket is not None:
            line = lines[chosen.business_id].after(chosen)
            QueueBusiness.objects.filter(pk=chosen.business_id).update(calls=line.calls, streak=line.streak)
            return ticket
        passed_over.append(chosen.id)
    return None


def _present(window: Window, seen: int) -> tuple[WindowStatus, Ticket]:
    """The held window and the ticket at it, which must be the one the clerk saw."""
    status = locked_status(window)
    ticket = at_window(window).select_for_update(of=("self",)).select_related("business", "version").first()
    if ticket is None or ticket.pk != seen:
        raise Refusal("not_at_window", _("Another number is at this window by now."), conflict=True)
    return status, ticket


def _announce(ticket: Ticket, status: WindowStatus, kind: CallKind, by: Actor, *also: str) -> None:
    now = clock.now()
    ticket.calls_count += 1
    ticket.save(update_fields=["calls_count", *also])
    Call.objects.create(ticket=ticket, window=status.window, at=now, kind=kind)
    keys = {"ticket_id": ticket.pk, "business_id": ticket.business_id, "window_id": status.window_id}
    publish(TicketCalled(**keys, number=ticket.number, times=ticket.calls_count), by=by, at=now)
    announce_call(ticket, status.window)


def _finish(ticket: Ticket, by: Actor) -> None:
    ticket.state, ticket.finished_at = TicketState.FINISHED, clock.now()
    ticket.save(update_fields=["state", "finished_at"])
    publish(TicketFinished(ticket_id=ticket.pk, window_id=ticket.window_id or 0), by=by)


def _leave(ticket: Ticket, status: WindowStatus, state: TicketState, event: Event, by: Actor, at: datetime) -> None:
    """The visitor goes away from the window without being finished."""
    ticket.state = state
    try:
        with transaction.atomic():
            ticket.save(update_fields=LEAVING_COLUMNS)
    except IntegrityError:
        raise Refusal("has_ticket", _("The visitor already has a number there."), conflict=True) from None
    receive_visitor(status)
    publish(event, by=by, at=at)
    announce_change(ticket.hall_id)
