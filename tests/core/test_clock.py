"""The present moment has one source."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_an_injected_clock_rules_inside_its_block_only():
    moment = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
    with clock.running_at(clock.SimulatedClock(moment)):
        assert clock.now() == moment
    assert clock.now() != moment


def test_the_day_in_shanghai_begins_at_sixteen_hours_utc():
    simulated = clock.SimulatedClock(datetime(2025, 3, 3, 15, 59, tzinfo=UTC))
    with clock.running_at(simulated):
        assert clock.today() == date(2025, 3, 3)
        simulated.advance(timedelta(minutes=1))
        assert clock.today() == date(2025, 3, 4)


def test_a_simulated_clock_advances_and_never_runs_backwards():
    simulated = clock.SimulatedClock(datetime(2025, 3, 3, tzinfo=UTC))
    simulated.advance_to(datetime(2025, 3, 5, tzinfo=UTC))
    assert simulated.now() == datetime(2025, 3, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="backwards"):
        simulated.advance_to(datetime(2025, 3, 4, tzinfo=UTC))


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clock.local(datetime(2025, 3, 3))  # noqa: DTZ001 – the mistake under test


@pytest.mark.django_db
def test_database_time_is_measured_once_and_then_costs_no_statement(django_assert_num_queries):
    source = clock.DatabaseClock()
    with django_assert_num_queries(1):
        first = source.now()
        second = source.now()
    assert first <= second
    assert abs(second - clock.now()) < timedelta(minutes=1)
