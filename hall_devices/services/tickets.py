"""Tickets from the visitor's side: taking one, coming back, giving up; and the end of the day."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock
from core.counters import next_number
from core.outbox import publish
from core.refusal import Refusal
from hall_devices.announcements import announce_change
from hall_devices.events import (
    TicketBroughtBack,
    TicketCancelled,
    TicketExpired,
    TicketPutFirst,
    TicketTaken,
    WindowClosed,
)
from hall_devices.models import (
    ACTIVE_STATES,
    IN_LINE_STATES,
    FirstReason,
    QueueBusiness,
    Ticket,
    TicketState,
    VisitorReading,
    WindowState,
    WindowStatus,
)
from hall_devices.models.queues import OPEN_STATES
from hall_devices.rules import BRING_BACK_BEHIND, Priority, ticket_number, why_not_bring_back
from identity.actors import Actor
from items.models import ItemVersion

GIVE_UP_STATES = (*IN_LINE_STATES, TicketState.SUSPENDED, TicketState.PASSED)


def take_ticket(
    business: QueueBusiness,
    *,
    by: Actor,
    version: ItemVersion | None = None,
    reading: VisitorReading | None = None,
    priority: Priority | None = None,
) -> Ticket:
    """Join the queue for a business, maybe for a known item (Q-01). Numbers begin anew each day in Shanghai (Q-08).

    Who was identified by `reading` holds one active ticket per business; the elderly go to the green channel (Q-04).
    Refuses `has_ticket`. Publishes TicketTaken.
    """
    with transaction.atomic():
        now, today = clock.now(), clock.today()
        _refuse_second(business, reading, today)
        ticket = Ticket(
            **{"hall_id": business.hall_id, "business": business, "day": today, "version": version},
            **{"taken_at": now, "queued_at": now},
            priority=_priority(reading) if priority is None else priority,
        )
        if reading is not None:
            ticket.reading, ticket.party_id, ticket.visitor_index = reading, reading.party_id, reading.visitor_index
        serial = next_number(f"ticket:{business.hall_id}:{business.prefix}:{today}")
        ticket.number = ticket_number(business.prefix, serial)
        _save_active(ticket)
        publish(TicketTaken(ticket_id=ticket.pk, number=ticket.number, business_id=business.pk), by=by, at=now)
        announce_change(ticket.hall_id)
    return ticket


def cancel_ticket(ticket: Ticket, *, by: Actor) -> Ticket:
    """The visitor does not wait any longer. Refuses `not_waiting` once he is called. Publishes TicketCancelled."""
    with transaction.atomic():
        ticket = locked_ticket(ticket)
        if ticket.state == TicketState.CANCELLED:
            return ticket
        _expect(ticket, *GIVE_UP_STATES)
        ticket.state = TicketState.CANCELLED
        ticket.save(update_fields=["state"])
        publish(TicketCancelled(ticket_id=ticket.pk), by=by)
        announce_change(ticket.hall_id)
    return ticket


def bring_back(ticket: Ticket, *, by: Actor) -> Ticket:
    """Put a missed ticket behind the next three, once, within 30 minutes (Q-06); one put aside joins class P3 (Q-05).

    Refuses `used`, `late`, `not_waiting` and `has_ticket`. Publishes TicketBroughtBack.
    """
    with transaction.atomic():
        business = QueueBusiness.objects.select_for_update(no_key=True).get(pk=ticket.business_id)
        ticket = locked_ticket(ticket)
        if ticket.state in IN_LINE_STATES:
            return ticket
        _expect(ticket, TicketState.PASSED, TicketState.SUSPENDED)
        if ticket.state == TicketState.PASSED:
            _refuse_bring_back(ticket)
            ticket.due_at_call = business.calls + BRING_BACK_BEHIND
            ticket.reactivations += 1
        else:
            ticket.priority = min(ticket.priority, Priority.RETURNED)
        ticket.state, ticket.window, ticket.passed_at = TicketState.WAITING, None, None
        _save_active(ticket)
        publish(TicketBroughtBack(ticket_id=ticket.pk), by=by)
        announce_change(ticket.hall_id)
    return ticket


def put_first(ticket: Ticket, *, reason: FirstReason, by: Actor) -> Ticket:
    """Call a waiting visitor before all others: class P0, with the reason in the history (Q-05).

    Refuses `not_waiting`. Publishes TicketPutFirst, once.
    """
    with transaction.atomic():
        ticket = locked_ticket(ticket)
        _expect(ticket, *IN_LINE_STATES)
        if ticket.priority != Priority.URGENT:
            ticket.priority, ticket.due_at_call = Priority.URGENT, None
            ticket.save(update_fields=["priority", "due_at_call"])
            publish(TicketPutFirst(ticket_id=ticket.pk, reason=reason.value), by=by)
            announce_change(ticket.hall_id)
    return ticket


def close_past_days(*, by: Actor) -> int:
    """End what days before today left open: nobody waits any longer, windows are closed. Returns the tickets ended.

    Publishes TicketExpired and WindowClosed. Who was still being served counts as finished, without a measured time.
    """
    today = clock.today()
    left = Ticket.objects.filter(day__lt=today, state__in=OPEN_STATES).order_by("pk")
    keys = list(left.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            ticket = Ticket.objects.select_for_update().get(pk=key)
            served = ticket.state == TicketState.SERVING
            ticket.state = TicketState.FINISHED if served else TicketState.NO_SHOW
            ticket.save(update_fields=["state"])
            publish(TicketExpired(ticket_id=ticket.pk), by=by)
    with transaction.atomic():
        open_ = WindowStatus.objects.select_for_update().exclude(state=WindowState.CLOSED).order_by("pk")
        for status in [status for status in open_ if clock.local(status.since).date() < today]:
            status.state, status.reason, status.party, status.reading = WindowState.CLOSED, "", None, None
            status.save(update_fields=["state", "reason", "party", "reading"])
            publish(WindowClosed(window_id=status.window_id), by=by)
    return len(keys)


def locked_ticket(ticket: Ticket) -> Ticket:
    """The row, read anew and held."""
    return (
        Ticket.objects.select_for_update(of=("self",)).select_related("business", "party", "version").get(pk=ticket.pk)
    )


def _expect(ticket: Ticket, *states: str) -> None:
    if ticket.state not in states:
        raise Refusal("not_waiting", _("This number is not waiting any more."), conflict=True)


def _refuse_bring_back(ticket: Ticket) -> None:
    why = why_not_bring_back(ticket.passed_at, ticket.reactivations, clock.now())
    if why == "used":
        raise Refusal("used", _("This number was brought back once already. Please take a new one."), conflict=True)
    if why == "late":
        raise Refusal("late", _("More than 30 minutes have passed. Please take a new number."), conflict=True)


def _refuse_second(business: QueueBusiness, reading: VisitorReading | None, today: date) -> None:
    if reading is None:
        return
    mine = Ticket.objects.filter(business=business, day=today, visitor_index=reading.visitor_index)
    held = mine.filter(state__in=ACTIVE_STATES).first()
    if held is not None:
        sentence = _("You already have number %(number)s for this business.") % {"number": held.number}
        raise Refusal("has_ticket", sentence, conflict=True)


def _save_active(ticket: Ticket) -> None:
    """The database has the last word on one active ticket per person and business."""
    try:
        with transaction.atomic():
            ticket.save()
    except IntegrityError as reason:
        if "ticket_active_once" not in str(reason):
            raise
        raise Refusal("has_ticket", _("You already have a number for this business."), conflict=True) from None


def _priority(reading: VisitorReading | None) -> Priority:
    return Priority.GREEN if reading is not None and reading.elderly else Priority.WALK_IN
