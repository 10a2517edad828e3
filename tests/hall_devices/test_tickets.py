"""Tickets from the visitor's side."""

from datetime import UTC, datetime, timedelta

import pytest

from core import clock
from core.clock import SimulatedClock, running_at
from core.invariants import check, registered
from core.models import EventRow
from core.refusal import Refusal
from hall_devices.models import Call, Ticket, TicketState, VisitorReading, WindowState
from hall_devices.queries import business_for, expected_wait
from hall_devices.rules import Priority
from hall_devices.services.calling import begin_service, call_next, finish_ticket, miss_ticket, put_aside
from hall_devices.services.tickets import bring_back, cancel_ticket, close_past_days, take_ticket
from hall_devices.services.visitors import read_number
from hall_devices.services.windows import open_window
from identity.actors import SYSTEM
from identity.models import Party
from tests import world
from tests.hall_devices import hall

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine o'clock on a Monday in Shanghai."""


def reading() -> VisitorReading:
    """A citizen who typed his number."""
    citizen = Party.objects.get(pk=world.citizen().self_party_id)
    return read_number(citizen.code, device=hall.device(token=str(citizen.pk)))


def test_numbers_run_by_letter_and_begin_anew_at_midnight_in_shanghai() -> None:
    """Q-08: 16:00 UTC is midnight, not UTC's own."""
    first, second = hall.business(), hall.business()
    other = hall.business(prefix="J")
    watch = SimulatedClock(datetime(2026, 3, 2, 15, 59, tzinfo=UTC))
    with running_at(watch):
        taken = [take_ticket(one, by=hall.DEVICE).number for one in (first, second, other, first)]
        assert taken == ["C001", "C002", "J001", "C003"]
        watch.advance(timedelta(minutes=1))
        fresh = take_ticket(first, by=hall.DEVICE)
    assert (fresh.number, fresh.day.isoformat()) == ("C001", "2026-03-03")


def test_a_person_holds_one_active_ticket_for_a_business() -> None:
    """Q-08; another business is another matter."""
    business, visitor = hall.business(), reading()
    held = take_ticket(business, reading=visitor, by=hall.DEVICE)
    with pytest.raises(Refusal) as refused:
        take_ticket(business, reading=visitor, by=hall.DEVICE)
    assert refused.value.code == "has_ticket" and held.number in refused.value.sentence
    assert take_ticket(hall.business(), reading=visitor, by=hall.DEVICE).number == "C002"
    cancel_ticket(held, by=hall.DEVICE)
    assert take_ticket(business, reading=visitor, by=hall.DEVICE).number == "C003"


def test_a_person_the_hall_does_not_know_holds_one_ticket_as_well() -> None:
    """Q-08: the blind index counts, not the row of the person."""
    business, stranger = hall.business(), read_number("11010519491231002X", device=hall.device())
    assert stranger.party is None
    take_ticket(business, reading=stranger, by=hall.DEVICE)
    again = read_number("11010519491231002x", device=hall.device(token="b"))
    with pytest.raises(Refusal) as refused:
        take_ticket(business, reading=again, by=hall.DEVICE)
    assert refused.value.code == "has_ticket"


def test_a_refused_ticket_leaves_no_gap_in_the_numbers() -> None:
    business, visitor = hall.business(), reading()
    take_ticket(business, reading=visitor, by=hall.DEVICE)
    with pytest.raises(Refusal):
        take_ticket(business, reading=visitor, by=hall.DEVICE)
    assert take_ticket(business, by=hall.DEVICE).number == "C002"
    mine = [one for one in registered() if one.number in {"10.2", "10.3"}]
    assert len(mine) == 2 and all(check(one).holds for one in mine)


def test_the_elderly_wait_in_the_green_channel() -> None:
    """Q-04."""
    old = read_number("11010519491231002X", device=hall.device())
    assert take_ticket(hall.business(), reading=old, by=hall.DEVICE).priority == Priority.GREEN
    assert take_ticket(hall.business(), reading=reading(), by=hall.DEVICE).priority == Priority.WALK_IN


def test_who_gives_up_is_not_called() -> None:
    window = hall.window()
    business = hall.business(window)
    first, second = (take_ticket(business, by=hall.DEVICE) for _ in range(2))
    cancel_ticket(first, by=hall.DEVICE)
    assert call_next(window, seen=None, by=hall.clerk(window)) == second
    with pytest.raises(Refusal):
        cancel_ticket(second, by=hall.DEVICE)


def test_a_missed_ticket_comes_back_behind_the_next_three_once() -> None:
    """Q-06."""
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    tickets = [take_ticket(business, by=hall.DEVICE) for _ in range(6)]
    call_next(window, seen=None, by=clerk)
    missed = miss_ticket(window, seen=tickets[0].pk, by=clerk)
    assert missed.state == TicketState.PASSED
    bring_back(missed, by=hall.DEVICE)
    order, seen = [], None
    for _ in range(6):
        called = call_next(window, seen=seen, by=clerk)
        assert called is not None
        order.append(tickets.index(called))
        seen = called.pk
    assert order == [1, 2, 3, 0, 4, 5]


def test_a_ticket_missed_twice_or_too_long_ago_does_not_come_back() -> None:
    """Q-06."""
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    watch = SimulatedClock(NINE)
    with running_at(watch):
        ticket = take_ticket(business, by=hall.DEVICE)
        call_next(window, seen=None, by=clerk)
        miss_ticket(window, seen=ticket.pk, by=clerk)
        bring_back(ticket, by=hall.DEVICE)
        call_next(window, seen=None, by=clerk)
        miss_ticket(window, seen=ticket.pk, by=clerk)
        with pytest.raises(Refusal) as again:
            bring_back(ticket, by=hall.DEVICE)
        late = take_ticket(business, by=hall.DEVICE)
        call_next(window, seen=None, by=clerk)
        miss_ticket(window, seen=late.pk, by=clerk)
        watch.advance(timedelta(minutes=31))
        with pytest.raises(Refusal) as too_late:
            bring_back(late, by=hall.DEVICE)
    assert (again.value.code, too_late.value.code) == ("used", "late")


def test_who_was_put_aside_comes_back_before_walk_ins() -> None:
    """Q-05: class P3."""
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    first, _second = (take_ticket(business, by=hall.DEVICE) for _ in range(2))
    call_next(window, seen=None, by=clerk)
    put_aside(window, seen=first.pk, by=clerk)
    assert bring_back(first, by=clerk).priority == Priority.RETURNED
    assert call_next(window, seen=None, by=clerk) == first


def test_waiting_is_estimated_from_the_last_services_and_the_open_windows() -> None:
    """Q-09: two ahead, five minutes each, two windows."""
    one, two = hall.window("C01"), hall.window("C02")
    business, clerk = hall.business(one, two), hall.clerk(one)
    watch = SimulatedClock(NINE)
    with running_at(watch):
        open_window(two, by=hall.clerk(two))
        for _ in range(3):
            ticket = take_ticket(business, by=hall.DEVICE)
            call_next(one, seen=None, by=clerk)
            watch.advance(timedelta(minutes=5))
            finish_ticket(one, seen=ticket.pk, by=clerk)
        waiting = [take_ticket(business, by=hall.DEVICE) for _ in range(3)]
        assert expected_wait(waiting[2]) == (2, 5)


def test_the_day_ends_for_everybody_who_is_still_waiting() -> None:
    """Q-07: no-show; who was being served counts as served, windows are closed."""
    window, second = hall.window("C01"), hall.window("C02")
    business, clerk = hall.business(window, second), hall.clerk(window)
    watch = SimulatedClock(NINE)
    with running_at(watch):
        served, called, waiting = (take_ticket(business, by=hall.DEVICE) for _ in range(3))
        call_next(window, seen=None, by=clerk)
        begin_service(window, by=clerk)
        call_next(second, seen=None, by=hall.clerk(second))
        assert close_past_days(by=SYSTEM) == 0
        watch.advance(timedelta(days=1))
        assert close_past_days(by=SYSTEM) == 3
        assert close_past_days(by=SYSTEM) == 0
    states = {one.pk: one.state for one in Ticket.objects.all()}
    assert states == {
        served.pk: TicketState.FINISHED, called.pk: TicketState.NO_SHOW, waiting.pk: TicketState.NO_SHOW
    }  # fmt: skip
    window.refresh_from_db()
    assert window.status.state == WindowState.CLOSED


def test_a_ticket_left_at_a_window_overnight_does_not_block_it() -> None:
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    watch = SimulatedClock(NINE)
    with running_at(watch):
        take_ticket(business, by=hall.DEVICE)
        call_next(window, seen=None, by=clerk)
        watch.advance(timedelta(days=1))
        fresh = take_ticket(business, by=hall.DEVICE)
        assert call_next(window, seen=None, by=clerk) == fresh


def test_an_item_leads_to_its_own_business_then_its_desk_then_its_body() -> None:
    version = world.item()
    place, elsewhere = hall.zone("A区"), hall.zone("C区")
    body = hall.business(place=elsewhere)
    body.departments.add(version.item.department)
    assert business_for(version, place.hall) == body
    place.floor = 2
    place.save()
    desk = hall.business(place=place)
    desk.departments.add(version.item.department)
    assert business_for(version, place.hall) == desk
    named = hall.business(place=elsewhere)
    named.items.add(version.item)
    assert business_for(version, place.hall) == named


def test_in_a_hall_with_one_queue_for_all_every_item_leads_there() -> None:
    version, everything = world.item(), hall.business()
    assert business_for(version, everything.hall) == everything


def test_the_history_of_a_ticket_tells_what_happened() -> None:
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    ticket = take_ticket(business, by=hall.DEVICE)
    call_next(window, seen=None, by=clerk)
    begin_service(window, by=clerk)
    finish_ticket(window, seen=ticket.pk, by=clerk)
    names = (
        EventRow.objects.filter(stream="ticket", stream_id=ticket.pk)
        .order_by("sequence")
        .values_list("name", flat=True)
    )
    assert [name.split(".")[1] for name in names] == ["TicketTaken", "TicketCalled", "ServiceBegun", "TicketFinished"]
    assert Call.objects.filter(ticket=ticket).count() == 1
    assert clock.today() == ticket.day
