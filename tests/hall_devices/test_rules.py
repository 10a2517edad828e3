"""Who is called next (Q-05, Q-06), and how long waiting takes (Q-09)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall_devices.rules import (
    BRING_BACK_BEHIND,
    PRIORITISED_BETWEEN_WALK_INS,
    USUAL_SERVICE,
    Line,
    Priority,
    Waiting,
    in_order,
    is_elderly,
    next_in_line,
    places_ahead,
    ticket_number,
    waiting_minutes,
    why_not_bring_back,
)

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BUSINESS = 1


def waiting(
    key: int, priority: Priority = Priority.WALK_IN, *, business: int = BUSINESS, due: int | None = None
) -> Waiting:
    return Waiting(key, business, priority, NINE + timedelta(minutes=key), due)


def called(*tickets: Waiting, line: Line | None = None) -> list[int]:
    lines = {ticket.business_id: line or Line() for ticket in tickets}
    return [ticket.id for ticket in in_order(tickets, lines)]


def test_classes_go_by_urgency_and_a_class_by_time() -> None:
    """Q-05."""
    tickets = [waiting(5, Priority.URGENT), waiting(4, Priority.RESERVED), waiting(2, Priority.RESERVED)]
    assert called(*tickets) == [5, 2, 4]


def test_after_two_prioritised_tickets_a_walk_in_is_called() -> None:
    """Q-05: at most two prioritised between two walk-ins."""
    prioritised = [waiting(key, Priority.GREEN) for key in (3, 4, 5, 6, 7)]
    assert called(waiting(1), waiting(2), *prioritised) == [3, 4, 1, 5, 6, 2, 7]


def test_what_was_called_before_counts() -> None:
    """Q-05: the streak is kept with the business, not begun anew by each call."""
    assert called(waiting(1), waiting(2, Priority.URGENT), line=Line(calls=9, streak=2)) == [1, 2]


def test_a_starving_walk_in_of_one_business_does_not_hold_up_another() -> None:
    heads = [waiting(1), waiting(2, Priority.URGENT), waiting(3, Priority.URGENT, business=2)]
    lines = {BUSINESS: Line(streak=2), 2: Line()}
    assert next_in_line(heads, lines) == heads[0]
    assert next_in_line(heads[1:], lines) == heads[1]


def test_nobody_waits_then_nobody_is_called() -> None:
    assert next_in_line([], {}) is None


def test_a_ticket_brought_back_comes_behind_the_next_three() -> None:
    """Q-06."""
    back = waiting(1, due=7 + BRING_BACK_BEHIND)
    others = [waiting(key) for key in (2, 3, 4, 5, 6)]
    assert called(back, *others, line=Line(calls=7)) == [2, 3, 4, 1, 5, 6]


def test_a_ticket_brought_back_does_not_wait_for_people_who_are_not_there() -> None:
    """Q-06: with only one other in line it is called second."""
    assert called(waiting(1, due=3), waiting(2)) == [2, 1]


def test_a_prioritised_ticket_brought_back_does_not_starve_walk_ins() -> None:
    back = waiting(1, Priority.GREEN, due=0)
    assert called(back, waiting(2), line=Line(streak=2)) == [2, 1]


@st.composite
def lines_of_people(draw: st.DrawFn) -> list[Waiting]:
    count = draw(st.integers(0, 25))
    return [
        waiting(key, draw(st.sampled_from(Priority)), due=draw(st.none() | st.integers(0, 12))) for key in range(count)
    ]


@given(lines_of_people())
def test_everybody_is_called_exactly_once(people: list[Waiting]) -> None:
    assert sorted(called(*people)) == [one.id for one in people]


@given(lines_of_people())
def test_between_two_walk_ins_at_most_two_prioritised_are_called(people: list[Waiting]) -> None:
    """Q-05, whatever the mixture: only counted while a walk-in waits whose turn is not in the future (Q-06)."""
    order = in_order(people, {BUSINESS: Line()})
    streak = 0
    for place, one in enumerate(order):
        streak = 0 if one.walks_in else streak + 1
        free = [later for later in order[place + 1 :] if later.walks_in and later.due_at_call is None]
        assert not (streak > PRIORITISED_BETWEEN_WALK_INS and free)


@given(lines_of_people())
def test_a_class_is_first_come_first_served(people: list[Waiting]) -> None:
    """Q-05: FIFO inside a class."""
    order = in_order(people, {BUSINESS: Line()})
    for priority in Priority:
        plain = [one.id for one in order if one.priority == priority and one.due_at_call is None]
        assert plain == sorted(plain)


def test_a_missed_ticket_comes_back_once_and_within_half_an_hour() -> None:
    """Q-06."""
    assert why_not_bring_back(NINE, 0, NINE + timedelta(minutes=30)) == ""
    assert why_not_bring_back(NINE, 0, NINE + timedelta(minutes=30, seconds=1)) == "late"
    assert why_not_bring_back(NINE, 1, NINE) == "used"


@pytest.mark.parametrize(("serial", "number"), [(1, "C001"), (17, "C017"), (999, "C999"), (1000, "C1000")])
def test_numbers_have_a_letter_and_three_digits(serial: int, number: str) -> None:
    """Q-08."""
    assert ticket_number("C", serial) == number


def test_waiting_takes_those_ahead_times_the_mean_divided_by_the_windows() -> None:
    """Q-09."""
    assert waiting_minutes(6, timedelta(minutes=5), 2) == 15
    assert waiting_minutes(1, timedelta(seconds=61), 1) == 2
    assert waiting_minutes(0, timedelta(minutes=5), 2) == 0


def test_without_experience_or_open_windows_the_usual_time_at_one_window_counts() -> None:
    """Q-09."""
    assert waiting_minutes(2, None, 0) == 2 * USUAL_SERVICE.total_seconds() / 60


def test_the_green_channel_opens_on_the_sixtieth_birthday() -> None:
    """Q-04."""
    born = date(1966, 3, 2)
    assert not is_elderly(born, date(2026, 3, 1))
    assert is_elderly(born, date(2026, 3, 2))


def test_places_ahead_counts_those_called_before() -> None:
    order = [waiting(4), waiting(9), waiting(2)]
    assert [places_ahead(order, key) for key in (4, 9, 2, 77)] == [0, 1, 2, 3]
