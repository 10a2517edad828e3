"""The calendar is data: published in versions, cached, never guessed."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection
from structlog.testing import capture_logs

from core.clock import SimulatedClock, running_at
from core.models import CalendarVersion, DayKind, EventRow
from core.queries.calendar import forget_calendar, missing_years, working_calendar
from core.refusal import Refusal
from core.services.calendar import DayEntry, publish_calendar, seed_calendar
from core.tasks import watch_calendar
from core.workcalendar import MissingYear
from tests.core.doers import CLERK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_calendar_of_another_test():
    forget_calendar()
    yield
    forget_calendar()


def test_t36_the_seeded_calendar_holds_every_day_with_its_holiday():
    version = seed_calendar([2025], by=CLERK)
    assert version.days.count() == 365
    assert version.days.get(date="2025-10-01").kind == DayKind.OFF
    assert version.days.get(date="2025-10-01").name == "国庆节"
    assert version.days.get(date="2025-09-28").kind == DayKind.MAKEUP
    assert working_calendar().add_working_days(date(2025, 9, 26), 5) == date(2025, 10, 10)


def test_seeding_twice_changes_nothing_and_a_new_year_adds_a_version():
    first = seed_calendar([2025], by=CLERK)
    assert seed_calendar([2025], by=CLERK) == first
    second = seed_calendar([2026], by=CLERK)
    assert (second.number, second.first_year, second.last_year) == (2, 2025, 2026)
    assert second.days.count() == 730


def test_t36_an_unknown_year_is_not_guessed():
    with pytest.raises(MissingYear):
        seed_calendar([2099], by=CLERK)
    assert not CalendarVersion.objects.exists()


def test_t36_without_any_calendar_nothing_is_guessed():
    with pytest.raises(MissingYear):
        working_calendar()


def test_a_published_change_is_a_new_version_and_an_event():
    seed_calendar([2025], by=CLERK)
    version = publish_calendar({date(2025, 3, 4): DayEntry(DayKind.OFF, "停电")}, notice="张政发〔2025〕1号", by=CLERK)
    assert version.number == 2
    assert not working_calendar(at_least=2).is_working_day(date(2025, 3, 4))
    assert working_calendar().is_working_day(date(2025, 3, 5))
    assert EventRow.objects.latest("id").data == {"calendar_id": version.pk, "number": 2}


def test_a_notice_that_arrives_adds_its_year():
    seed_calendar([2026], by=CLERK)
    publish_calendar({date(2027, 1, 1): DayEntry(DayKind.OFF, "元旦")}, notice="国办发明电〔2026〕7号", by=CLERK)
    calendar = working_calendar(at_least=2)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 4))


def test_t36_the_calendar_in_force_goes_on_provisionally_until_the_notice_comes():
    seed_calendar([2026], by=CLERK)
    before = working_calendar()
    assert before.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert not before.is_final(date(2027, 1, 1))
    publish_calendar({date(2027, 1, 1): DayEntry(DayKind.OFF, "元旦")}, notice="国办发明电〔2026〕7号", by=CLERK)
    after = working_calendar(at_least=2)
    assert after.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert after.is_final(date(2027, 1, 4))


@pytest.mark.parametrize(
    ("days", "notice", "code"),
    [
        ({date(2025, 3, 4): DayEntry(DayKind.OFF)}, " ", "calendar_notice"),
        ({}, "notice", "calendar_empty"),
        ({date(2027, 3, 4): DayEntry(DayKind.OFF)}, "notice", "calendar_gap"),
    ],
)
def test_an_incomplete_calendar_is_refused(days, notice, code):
    seed_calendar([2025], by=CLERK)
    with pytest.raises(Refusal) as refused:
        publish_calendar(days, notice=notice, by=CLERK)
    assert refused.value.code == code
    assert CalendarVersion.objects.count() == 1


def test_asking_the_calendar_again_costs_no_statement(django_assert_num_queries):
    seed_calendar([2025], by=CLERK)
    first = working_calendar()
    with django_assert_num_queries(0):
        assert working_calendar() is first


def test_whoever_must_see_a_new_version_gets_it_at_once():
    seed_calendar([2025], by=CLERK)
    assert working_calendar().version == 1
    publish_calendar({date(2025, 3, 4): DayEntry(DayKind.OFF)}, notice="notice", by=CLERK)
    assert working_calendar(at_least=2).version == 2


def test_t36_from_december_on_the_next_year_must_be_loaded():
    assert missing_years(date(2025, 6, 1)) == [2025]
    seed_calendar([2025], by=CLERK)
    assert missing_years(date(2025, 11, 30)) == []
    assert missing_years(date(2025, 12, 1)) == [2026]


def test_t36_operators_are_told_every_hour_until_the_year_is_loaded():
    seed_calendar([2026], by=CLERK)
    with running_at(SimulatedClock(datetime(2026, 12, 1, 2, tzinfo=UTC))):
        with capture_logs() as logs:
            watch_calendar()
        assert [(entry["log_level"], entry["event"], entry["years"]) for entry in logs] == [
            ("error", "calendar_missing", [2027])
        ]
        publish_calendar({date(2027, 1, 1): DayEntry(DayKind.OFF, "元旦")}, notice="国办发明电〔2026〕7号", by=CLERK)
        with capture_logs() as logs:
            watch_calendar()
        assert logs == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_calendarday SET kind = 'off'",
        "DELETE FROM core_calendarday",
        "UPDATE core_calendarversion SET notice = 'other'",
        "DELETE FROM core_calendarversion",
    ],
)
def test_a_published_calendar_cannot_be_changed(statement):
    seed_calendar([2025], by=CLERK)
    with pytest.raises(DatabaseError, match="published calendar"), connection.cursor() as cursor:
        cursor.execute(statement)
