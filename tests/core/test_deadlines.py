"""Vectors of chapter 2.6 and the laws every deadline keeps."""

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.deadlines import Limit, OfficeHours, Pause, Span, Unit, due_at, due_on, is_overdue, merged, remaining, used
from core.workcalendar import SHANGHAI, MissingYear, WorkingCalendar

WD, ND, WH, NH = Unit
HOLIDAYS = {day for day in chinese_calendar.constants.holidays if day.year in (2024, 2025, 2026)}
MAKEUP = {day for day in chinese_calendar.constants.workdays if day.year in (2024, 2025, 2026)}
CALENDAR = WorkingCalendar.of(1, 2024, 2026, off=HOLIDAYS, makeup=MAKEUP)

DAYS_OF_2025 = st.dates(date(2025, 1, 1), date(2025, 12, 31))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2025, 9, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001
LIMITS = st.builds(Limit, st.integers(0, 40), st.sampled_from(Unit))


@st.composite
def pauses(draw, count=4):
    starts = draw(st.lists(MOMENTS, max_size=count))
    return [Pause(start, start + draw(st.timedeltas(timedelta(0), timedelta(days=20)))) for start in starts]


def at(year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2025, 9, 26), 5, date(2025, 10, 10)),
        (date(2025, 1, 24), 3, date(2025, 2, 5)),
        (date(2025, 3, 3), 10, date(2025, 3, 17)),
        (date(2025, 4, 30), 5, date(2025, 5, 12)),
        (date(2025, 9, 30), 20, date(2025, 11, 4)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2025, 10, 1), 5, date(2025, 10, 14)),
        (date(2025, 2, 8), 1, date(2025, 2, 10)),
        (date(2025, 1, 28), 20, date(2025, 3, 3)),
    ],
)
def test_t31_t32_working_days_end_on_the_day_of_the_rulebook(start, days, due):
    """T-31, T-32: the start day is not counted, whatever day or hour it is."""
    assert due_on(CALENDAR, start, Limit(days, WD)) == due
    assert due_on(CALENDAR, datetime.combine(start, time(20), SHANGHAI), Limit(days, WD)) == due


def test_t33_four_paused_working_days_move_the_deadline_by_four():
    """T-33."""
    pause = Pause(date(2025, 3, 6), date(2025, 3, 12))
    assert due_on(CALENDAR, date(2025, 3, 3), Limit(10, WD), [pause]) == date(2025, 3, 21)


def test_t31_the_limit_ends_at_midnight_after_the_last_day_in_shanghai():
    ends = due_at(CALENDAR, date(2025, 3, 3), Limit(10, WD))
    assert ends == at(2025, 3, 18)
    assert ends.tzinfo is UTC
    assert not is_overdue(CALENDAR, date(2025, 3, 3), Limit(10, WD), now=ends - timedelta(seconds=1))
    assert is_overdue(CALENDAR, date(2025, 3, 3), Limit(10, WD), now=ends)


def test_t31_a_hall_may_end_same_day_items_at_closing_time():
    assert due_at(CALENDAR, at(2025, 3, 3, 9), Limit(0, WD), closing=time(17, 30)) == at(2025, 3, 3, 17, 30)


def test_an_extension_adds_to_the_limit():
    assert due_on(CALENDAR, date(2025, 3, 3), Limit(20, WD), extension=10) == CALENDAR.add_working_days(
        date(2025, 3, 3), 30
    )


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2025, 3, 3), 4, date(2025, 3, 7)),
        (date(2025, 3, 3), 5, date(2025, 3, 10)),
        (date(2025, 9, 21), 7, date(2025, 9, 28)),
        (date(2025, 9, 29), 3, date(2025, 10, 9)),
    ],
)
def test_t35_natural_days_end_on_a_working_day(start, days, due):
    """T-35."""
    assert due_on(CALENDAR, start, Limit(days, ND)) == due


def test_t35_paused_natural_days_are_counted_naturally():
    pause = Pause(date(2025, 3, 6), date(2025, 3, 12))
    assert due_on(CALENDAR, date(2025, 3, 3), Limit(10, ND), [pause]) == date(2025, 3, 19)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(2025, 3, 3, 9), 3, at(2025, 3, 3, 12)),
        (at(2025, 3, 3, 11), 3, at(2025, 3, 3, 15, 30)),
        (at(2025, 3, 3, 16), 4, at(2025, 3, 4, 10, 30)),
        (at(2025, 3, 7, 17), 2, at(2025, 3, 10, 9, 30)),
        (at(2025, 3, 8, 11), 4, at(2025, 3, 10, 14)),
        (at(2025, 3, 3, 20), 8, at(2025, 3, 4, 18)),
        (at(2025, 9, 30, 17), 1, at(2025, 9, 30, 18)),
        (at(2025, 9, 30, 17), 2, at(2025, 10, 9, 9, 30)),
    ],
)
def test_t35_working_hours_run_inside_office_hours_only(start, hours, due):
    """T-35."""
    assert due_at(CALENDAR, start, Limit(hours, WH)) == due


def test_natural_hours_run_through_the_night():
    assert due_at(CALENDAR, at(2025, 3, 7, 17), Limit(24, NH)) == at(2025, 3, 8, 17)
    pause = Pause(at(2025, 3, 7, 20), at(2025, 3, 7, 23))
    assert due_at(CALENDAR, at(2025, 3, 7, 17), Limit(24, NH), [pause]) == at(2025, 3, 8, 20)


def test_halls_may_have_other_office_hours():
    hours = OfficeHours(((time(9), time(17)),))
    assert due_at(CALENDAR, at(2025, 3, 3, 16), Limit(2, WH), hours=hours) == at(2025, 3, 4, 10)


def test_t34_used_and_remaining_leave_pauses_out():
    """T-34."""
    pause = Pause(date(2025, 3, 6), date(2025, 3, 12))
    arguments = {"now": date(2025, 3, 14), "pauses": [pause]}
    assert used(CALENDAR, date(2025, 3, 3), Limit(10, WD), **arguments) == 5
    assert remaining(CALENDAR, date(2025, 3, 3), Limit(10, WD), **arguments) == 5


def test_t34_a_finished_case_uses_no_more_time():
    arguments = {"now": date(2025, 6, 1), "finish": date(2025, 3, 10)}
    assert used(CALENDAR, date(2025, 3, 3), Limit(10, WD), **arguments) == 5
    assert not is_overdue(CALENDAR, date(2025, 3, 3), Limit(10, WD), **arguments)


def test_while_paused_the_deadline_moves_on_and_nothing_is_used():
    pause = Pause(date(2025, 3, 6))
    start, limit = date(2025, 3, 3), Limit(10, WD)
    assert due_on(CALENDAR, start, limit, [pause], now=date(2025, 3, 12)) == date(2025, 3, 21)
    assert used(CALENDAR, start, limit, now=date(2025, 3, 12), pauses=[pause]) == 3
    assert not is_overdue(CALENDAR, start, limit, now=date(2025, 6, 12), pauses=[pause])


def test_an_open_pause_needs_now():
    with pytest.raises(ValueError, match="needs now"):
        due_on(CALENDAR, date(2025, 3, 3), Limit(10, WD), [Pause(date(2025, 3, 6))])


def test_a_pause_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        merged([Pause(date(2025, 3, 6), date(2025, 3, 5))], date(2025, 3, 3))


def test_t33_overlapping_pauses_merge():
    spans = merged(
        [
            Pause(date(2025, 3, 10), date(2025, 3, 12)),
            Pause(date(2025, 3, 4), date(2025, 3, 7)),
            Pause(date(2025, 3, 6), date(2025, 3, 11)),
        ],
        date(2025, 3, 3),
    )
    assert spans == [Span(date(2025, 3, 4), date(2025, 3, 12))]


def test_a_pause_before_the_start_counts_from_the_start():
    spans = merged([Pause(date(2025, 3, 1), date(2025, 3, 5))], date(2025, 3, 3))
    assert spans == [Span(date(2025, 3, 3), date(2025, 3, 5))]


def test_t36_a_deadline_in_a_year_that_is_not_loaded_is_never_guessed():
    """T-36."""
    with pytest.raises(MissingYear) as missing:
        due_on(CALENDAR, date(2026, 12, 20), Limit(20, WD))
    assert missing.value.year == 2027


@given(MOMENTS, LIMITS, pauses(), pauses(count=1))
def test_a_pause_never_brings_the_deadline_nearer(start, limit, some, more):
    assert due_at(CALENDAR, start, limit, some + more) >= due_at(CALENDAR, start, limit, some)


@given(MOMENTS, LIMITS, pauses())
def test_splitting_a_pause_or_telling_it_twice_changes_nothing(start, limit, some):
    halves = [
        half
        for pause in some
        for middle in [pause.start + (pause.end - pause.start) / 2]
        for half in (Pause(pause.start, middle), Pause(middle, pause.end), pause)
    ]
    assert due_at(CALENDAR, start, limit, halves) == due_at(CALENDAR, start, limit, some)


@given(MOMENTS, LIMITS, pauses(), MOMENTS, st.integers(0, 10))
def test_t34_used_plus_remaining_is_the_budget(start, limit, some, now, extension):
    assume(limit.unit is not ND)
    spent = used(CALENDAR, start, limit, now=now, pauses=some)
    left = remaining(CALENDAR, start, limit, now=now, pauses=some, extension=extension)
    assert spent >= 0
    assert spent + left == limit.amount + extension


@example(at(2025, 4, 25), Limit(4, Unit.WORKING_DAYS), [], at(2025, 5, 1))
@given(MOMENTS, LIMITS, pauses(), MOMENTS)
def test_t34_overdue_is_what_has_no_time_left(start, limit, some, now):
    """On the rest days after the last working day no working day is left, and none was exceeded by a whole one."""
    assume(now > start)
    late = is_overdue(CALENDAR, start, limit, now=now, pauses=some)
    left = remaining(CALENDAR, start, limit, now=now, pauses=some)
    rests = limit.unit is Unit.WORKING_DAYS and not CALENDAR.is_working_day(now.date())
    if limit.unit.in_hours or rests:
        assert (left < 0) <= late <= (left <= 0)
    else:
        assert late == (left < 0)


@given(MOMENTS, LIMITS, pauses(), MOMENTS)
def test_t33_when_all_pauses_are_over_the_due_moment_decides_what_is_late(start, limit, some, now):
    assume(all(pause.end <= now for pause in some))
    assert is_overdue(CALENDAR, start, limit, now=now, pauses=some) == (now >= due_at(CALENDAR, start, limit, some))


@given(MOMENTS, LIMITS, pauses(), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_time_used_never_runs_backwards(start, limit, some, now, step):
    assert used(CALENDAR, start, limit, now=now, pauses=some) <= used(
        CALENDAR, start, limit, now=now + step, pauses=some
    )


@given(DAYS_OF_2025, st.integers(1, 60))
def test_adding_and_counting_working_days_are_inverse(start, days):
    end = CALENDAR.add_working_days(start, days)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == days
    assert CALENDAR.add_working_days(end, -days) <= start or not CALENDAR.is_working_day(start)


@given(DAYS_OF_2025, DAYS_OF_2025)
def test_counting_agrees_with_looking_at_every_day(one, other):
    assume(one <= other)
    days = (one + timedelta(days=n) for n in range(1, (other - one).days + 1))
    assert CALENDAR.working_days_between(one, other) == sum(CALENDAR.is_working_day(day) for day in days)
    assert CALENDAR.working_days_between(other, one) == -CALENDAR.working_days_between(one, other)


@given(DAYS_OF_2025)
def test_t30_a_day_is_worked_as_the_notice_says(day):
    """T-30."""
    assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day)


def test_t37_working_days_of_the_years():
    """T-37."""
    for year, days in {2024: 251, 2025: 248, 2026: 248}.items():
        first, last = date(year, 1, 1), date(year, 12, 31)
        assert CALENDAR.working_days_between(first, last) + CALENDAR.is_working_day(first) == days


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2027, 1, 1)])
def test_t36_days_outside_the_loaded_years_are_refused(day):
    assert not CALENDAR.is_final(day)
    for question in (CALENDAR.is_working_day, CALENDAR.rank, CALENDAR.on_or_after):
        with pytest.raises(MissingYear) as missing:
            question(day)
        assert missing.value.year == day.year


def test_going_back_counts_working_days_too():
    assert CALENDAR.add_working_days(date(2025, 10, 9), -1) == date(2025, 9, 30)
    assert CALENDAR.add_working_days(date(2025, 10, 5), -2) == date(2025, 9, 29)
    with pytest.raises(MissingYear):
        CALENDAR.add_working_days(date(2024, 1, 1), -1)


CONTINUED = WorkingCalendar.of(1, 2024, 2026, off=HOLIDAYS, makeup=MAKEUP, provisional_years=1)


def test_t36_past_the_last_notice_the_calendar_goes_on_by_the_week_and_says_so():
    assert due_on(CONTINUED, date(2026, 12, 30), Limit(5, WD)) == date(2027, 1, 6)
    assert CONTINUED.is_final(date(2026, 12, 31))
    assert not CONTINUED.is_final(date(2027, 1, 6))
    with pytest.raises(MissingYear) as missing:
        CONTINUED.rank(date(2028, 1, 1))
    assert missing.value.year == 2028


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_t36_the_continuation_changes_no_day_of_a_loaded_year(day):
    assert CONTINUED.is_working_day(day) == CALENDAR.is_working_day(day)
    assert CONTINUED.rank(day) == CALENDAR.rank(day)
