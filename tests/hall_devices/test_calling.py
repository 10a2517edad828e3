"""The six deeds at a window (Q-12), and that nobody gets a number twice."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from core import clock
from core.clock import SimulatedClock, running_at
from core.models import EventRow
from core.outbox import drain
from core.refusal import Refusal
from hall_devices.models import Call, CallKind, QueueBusiness, Ticket, TicketState, WindowState, WindowStatus
from hall_devices.rules import PRIORITISED_BETWEEN_WALK_INS, Priority
from hall_devices.services.calling import (
    begin_service,
    call_next,
    finish_ticket,
    miss_ticket,
    put_aside,
    recall,
    transfer_ticket,
)
from hall_devices.services.tickets import cancel_ticket, take_ticket
from hall_devices.services.visitors import identify_visitor, read_number
from hall_devices.services.windows import open_window, pause_window
from identity.models import Party
from notices.models import TrialSms
from tests import world
from tests.hall_devices import hall

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_the_next_number_is_called_to_the_window() -> None:
    window = hall.window()
    ticket, clerk = take_ticket(hall.business(window), by=hall.DEVICE), hall.clerk(window)
    called = call_next(window, seen=None, by=clerk)
    assert called == ticket and called.state == TicketState.CALLED and called.window == window
    assert list(Call.objects.values_list("ticket", "window", "kind")) == [(ticket.pk, window.pk, CallKind.CALL)]
    assert WindowStatus.objects.get(window=window).state == WindowState.OPEN


def test_calling_the_next_finishes_with_the_present_visitor() -> None:
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    first, second = (take_ticket(business, by=hall.DEVICE) for _ in range(2))
    call_next(window, seen=None, by=clerk)
    assert call_next(window, seen=first.pk, by=clerk) == second
    first.refresh_from_db()
    assert first.state == TicketState.FINISHED and first.finished_at is not None


def test_a_double_click_calls_once() -> None:
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    first, second, _third = (take_ticket(business, by=hall.DEVICE) for _ in range(3))
    assert [call_next(window, seen=None, by=clerk) for _ in range(2)] == [first, first]
    assert [call_next(window, seen=first.pk, by=clerk) for _ in range(2)] == [second, second]
    assert Call.objects.count() == 2


def test_nobody_waits_then_nobody_is_called() -> None:
    window = hall.window()
    hall.business(window)
    assert call_next(window, seen=None, by=hall.clerk(window)) is None


def test_a_window_calls_its_own_businesses_only() -> None:
    window, other = hall.window("C01"), hall.window("C02")
    mine = take_ticket(hall.business(window), by=hall.DEVICE)
    take_ticket(hall.business(other), by=hall.DEVICE)
    clerk = hall.clerk(window)
    assert call_next(window, seen=None, by=clerk) == mine
    assert call_next(window, seen=mine.pk, by=clerk) is None


def test_walk_ins_are_not_starved_over_many_calls() -> None:
    """Q-05: the streak lives with the business, so two windows share it."""
    one, two = hall.window("C01"), hall.window("C02")
    business = hall.business(one, two)
    for _ in range(2):
        take_ticket(business, by=hall.DEVICE)
    for _ in range(5):
        take_ticket(business, by=hall.DEVICE, priority=Priority.GREEN)
    order = [call_next(window, seen=None, by=hall.clerk(window)) for window in (one, two)]
    for _ in range(5):
        order.append(call_next(one, seen=order[-1].pk if len(order) > 2 else order[0].pk, by=hall.clerk(one)))
    assert [ticket.priority == Priority.WALK_IN for ticket in order] == [False, False, True, False, False, True, False]


def test_a_ticket_somebody_is_just_giving_up_is_stepped_over(transactional_db: None) -> None:
    """SKIP LOCKED: the clerk does not wait for a visitor who is pressing a button at a machine."""
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    first, second = (take_ticket(business, by=hall.DEVICE) for _ in range(2))
    holding, release = threading.Event(), threading.Event()

    def give_up() -> None:
        with transaction.atomic():
            cancel_ticket(first, by=hall.DEVICE)
            holding.set()
            release.wait(10)
        connections.close_all()

    visitor = threading.Thread(target=give_up)
    visitor.start()
    holding.wait(10)
    try:
        assert call_next(window, seen=None, by=clerk) == second
    finally:
        release.set()
        visitor.join()


def test_twenty_clerks_never_get_the_same_number(transactional_db: None) -> None:
    """No number twice, none skipped, the order of Q-05 kept although all press at once."""
    windows = [hall.window(f"C{place:02d}") for place in range(20)]
    business = hall.business(*windows)
    for place in range(100):
        take_ticket(business, by=hall.DEVICE, priority=Priority.GREEN if place % 3 == 0 else Priority.WALK_IN)
    clerks = [hall.clerk(window) for window in windows]
    start, failures, got = threading.Barrier(20), [], []

    def work(place: int) -> None:
        try:
            start.wait(30)
            seen = None
            while (ticket := call_next(windows[place], seen=seen, by=clerks[place])) is not None:
                got.append(ticket.number)
                seen = ticket.pk
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [number for number, times in Counter(got).items() if times > 1] == []
    assert len(got) == 100
    assert Call.objects.filter(kind=CallKind.CALL).count() == 100
    assert not Ticket.objects.exclude(state=TicketState.FINISHED).exists()
    _prove_order(business)


def _prove_order(business: QueueBusiness) -> None:
    """In the order of calls no walk-in was passed by more than two, and every class went first come, first served."""
    calls = Call.objects.filter(kind=CallKind.CALL).order_by("pk").values_list("ticket__priority", "ticket_id")
    streak, walk_ins_left = 0, sum(priority == Priority.WALK_IN for priority, _key in calls)
    for priority, _key in calls:
        streak = 0 if priority == Priority.WALK_IN else streak + 1
        walk_ins_left -= priority == Priority.WALK_IN
        assert streak <= PRIORITISED_BETWEEN_WALK_INS or not walk_ins_left
    for wanted in (Priority.GREEN, Priority.WALK_IN):
        keys = [key for priority, key in calls if priority == wanted]
        assert keys == sorted(keys)
    business.refresh_from_db()
    assert business.calls == 100


def test_a_number_is_called_again_but_not_twice_by_a_double_click() -> None:
    """Q-06: announcements are five seconds apart."""
    window = hall.window()
    clerk, watch = hall.clerk(window), SimulatedClock(NINE)
    with running_at(watch):
        ticket = take_ticket(hall.business(window), by=hall.DEVICE)
        call_next(window, seen=None, by=clerk)
        watch.advance(timedelta(seconds=5))
        recall(window, seen=ticket.pk, by=clerk)
        watch.advance(timedelta(seconds=1))
        recall(window, seen=ticket.pk, by=clerk)
    ticket.refresh_from_db()
    assert ticket.calls_count == 2
    assert [call.kind for call in ticket.calls.order_by("pk")] == [CallKind.CALL, CallKind.RECALL]


@pytest.mark.parametrize("deed", [recall, miss_ticket, put_aside, finish_ticket])
def test_a_deed_on_a_number_that_is_gone_changes_nothing(deed: object) -> None:
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    first, second = (take_ticket(business, by=hall.DEVICE) for _ in range(2))
    call_next(window, seen=None, by=clerk)
    call_next(window, seen=first.pk, by=clerk)
    with pytest.raises(Refusal) as refused:
        deed(window, seen=first.pk, by=clerk)  # type: ignore[operator]
    assert refused.value.code == "not_at_window" and refused.value.conflict
    second.refresh_from_db()
    assert second.state == TicketState.CALLED


def test_a_visitor_who_is_sent_on_keeps_his_time_and_goes_before_walk_ins() -> None:
    """Q-05, Q-07."""
    one, two = hall.window("C01"), hall.window("C02")
    here, there = hall.business(one), hall.business(two)
    sent, waiting = take_ticket(here, by=hall.DEVICE), take_ticket(there, by=hall.DEVICE)
    clerk = hall.clerk(one)
    call_next(one, seen=None, by=clerk)
    moved = transfer_ticket(one, seen=sent.pk, business=there, by=clerk)
    assert (moved.state, moved.priority) == (TicketState.TRANSFERRED, Priority.RETURNED)
    assert moved.queued_at == sent.taken_at and moved.number == sent.number
    other = hall.clerk(two)
    assert call_next(two, seen=None, by=other) == sent
    assert call_next(two, seen=sent.pk, by=other) == waiting


def test_a_visitor_sent_to_one_window_is_called_by_that_window_only() -> None:
    one, two, three = hall.window("C01"), hall.window("C02"), hall.window("C03")
    here, there = hall.business(one), hall.business(two, three)
    ticket, clerk = take_ticket(here, by=hall.DEVICE), hall.clerk(one)
    call_next(one, seen=None, by=clerk)
    with pytest.raises(Refusal) as refused:
        transfer_ticket(one, seen=ticket.pk, business=there, to_window=one, by=clerk)
    assert refused.value.code == "wrong_window"
    transfer_ticket(one, seen=ticket.pk, business=there, to_window=three, by=clerk)
    assert call_next(two, seen=None, by=hall.clerk(two)) is None
    assert call_next(three, seen=None, by=hall.clerk(three)) == ticket


def test_nobody_is_sent_to_where_he_has_a_number_already() -> None:
    """Q-08."""
    window = hall.window()
    here, there = hall.business(window), hall.business()
    person = Party.objects.get(pk=world.citizen().self_party_id)
    reading = read_number(person.code, device=hall.device())
    ticket = take_ticket(here, reading=reading, by=hall.DEVICE)
    take_ticket(there, reading=reading, by=hall.DEVICE)
    clerk = hall.clerk(window)
    call_next(window, seen=None, by=clerk)
    with pytest.raises(Refusal) as refused:
        transfer_ticket(window, seen=ticket.pk, business=there, by=clerk)
    assert refused.value.code == "has_ticket"
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CALLED


def test_a_paused_window_calls_nobody_until_it_is_resumed() -> None:
    """Q-07."""
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    first, second = (take_ticket(business, by=hall.DEVICE) for _ in range(2))
    call_next(window, seen=None, by=clerk)
    pause_window(window, reason="午休", by=clerk)
    pause_window(window, reason="开会", by=clerk)
    with pytest.raises(Refusal) as refused:
        call_next(window, seen=first.pk, by=clerk)
    assert refused.value.code == "window_paused"
    assert WindowStatus.objects.get(window=window).reason == "午休"
    finish_ticket(window, seen=first.pk, by=clerk)
    open_window(window, by=clerk)
    assert call_next(window, seen=None, by=clerk) == second


def test_the_window_knows_the_holder_of_the_called_ticket_and_forgets_him_afterwards() -> None:
    window = hall.window()
    clerk, person = hall.clerk(window), Party.objects.get(pk=world.citizen().self_party_id)
    ticket = take_ticket(hall.business(window), reading=read_number(person.code, device=hall.device()), by=hall.DEVICE)
    call_next(window, seen=None, by=clerk)
    assert WindowStatus.objects.get(window=window).party == person
    finish_ticket(window, seen=ticket.pk, by=clerk)
    assert WindowStatus.objects.get(window=window).party is None


def test_an_anonymous_ticket_becomes_the_identified_visitors() -> None:
    window = hall.window()
    ticket, clerk = take_ticket(hall.business(window), by=hall.DEVICE), hall.clerk(window)
    call_next(window, seen=None, by=clerk)
    person = Party.objects.get(pk=world.citizen().self_party_id)
    identify_visitor(window, read_number(person.code, device=hall.device()), by=clerk)
    ticket.refresh_from_db()
    assert (ticket.party, ticket.state) == (person, TicketState.SERVING)


def test_service_begins_once() -> None:
    window = hall.window()
    ticket, clerk = take_ticket(hall.business(window), by=hall.DEVICE), hall.clerk(window)
    assert begin_service(window, by=clerk) is None
    call_next(window, seen=None, by=clerk)
    for _ in range(2):
        begin_service(window, by=clerk)
    assert EventRow.objects.filter(stream="ticket", stream_id=ticket.pk, name__endswith="ServiceBegun").count() == 1


def test_the_holder_is_texted_when_he_takes_it_three_before_him_and_when_called_twice() -> None:
    """Q-10, each once."""
    window = hall.window()
    business, clerk = hall.business(window), hall.clerk(window)
    for _ in range(5):
        take_ticket(business, by=hall.DEVICE)
    person = Party.objects.get(pk=world.citizen().self_party_id)
    ticket = take_ticket(business, reading=read_number(person.code, device=hall.device()), by=hall.DEVICE)
    drain(["interactive"])
    assert _texts(ticket) == ["taken"]
    seen = None
    for place in range(6):
        called = call_next(window, seen=seen, by=clerk)
        assert called is not None
        seen = called.pk
        drain(["interactive"])
        assert _texts(ticket) == (["taken"] if place < 1 else ["taken", "soon"])
    with running_at(SimulatedClock(clock.now() + timedelta(seconds=6))):
        recall(window, seen=ticket.pk, by=clerk)
        drain(["interactive"])
    assert _texts(ticket) == ["taken", "soon", "twice"]
    soon = TrialSms.objects.get(key=f"ticket-{ticket.pk}-soon").text
    assert f"{business.zone.floor} 楼 {business.zone.name}" in soon


def _texts(ticket: Ticket) -> list[str]:
    keys = TrialSms.objects.filter(key__startswith=f"ticket-{ticket.pk}-").order_by("pk").values_list("key", flat=True)
    return [key.rsplit("-", 1)[1] for key in keys]


def test_a_call_costs_the_same_for_ten_and_for_two_hundred_waiting() -> None:
    costs = []
    for number, waiting in (("C01", 10), ("C02", 200)):
        window = hall.window(number)
        business, clerk = hall.business(window), hall.clerk(window)
        Ticket.objects.bulk_create(_waiting(business, place) for place in range(waiting))
        first = call_next(window, seen=None, by=clerk)
        with CaptureQueriesContext(connection) as asked:
            call_next(window, seen=first.pk if first else None, by=clerk)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 14


def _waiting(business: QueueBusiness, place: int) -> Ticket:
    return Ticket(
        hall=business.hall, business=business, day=clock.today(), number=f"X{business.pk}{place:03d}",
        priority=Priority.WALK_IN, taken_at=NINE, queued_at=NINE + timedelta(seconds=place),
    )  # fmt: skip
