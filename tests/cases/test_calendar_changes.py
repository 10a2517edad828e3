"""T-36: a change of the working calendar lists the deadlines it moves before it is published."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import CalendarChange, CalendarShift, Case, ChangeState, Clock, ClockAct, ClockKind, ClockLine
from cases.services import calendarchanges
from cases.services.calendarchanges import discard_change, draft_change, publish_change, reckon_shifts
from cases.services.decisions import begin_procedure
from core.clock import SimulatedClock, running_at
from core.models import CalendarVersion, DayKind
from core.outbox import drain
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from core.services.calendar import DayEntry, publish_calendar
from identity.actors import SYSTEM, Actor
from tests import world
from tests.cases.walks import accepted, at, clock_of, last_day
from tests.client import signed_in
from tests.statements import statements_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
NOTICE = "国务院办公厅关于部分节假日安排的通知"
OFF = DayEntry(DayKind.OFF, "停电")
MARCH_4 = {date(2026, 3, 4): OFF}


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    """Monday 2 March 2026; a case accepted now is promised for the ninth."""
    return time


def keeper() -> Actor:
    return world.staff("法制审查岗")


def drafted(days: dict[date, DayEntry] = MARCH_4, by: Actor | None = None) -> CalendarChange:
    """A change all running clocks were looked at for."""
    change = draft_change(days, notice=NOTICE, by=by or keeper())
    drain(["bulk"])
    change.refresh_from_db()
    return change


def refusal_of(deed: object) -> str:
    with pytest.raises(Refusal) as caught:
        deed()  # type: ignore[operator]
    return caught.value.code


class TestTheList:
    """What would move is known before anything does."""

    def test_every_deadline_that_would_move_is_listed_and_none_has_moved(self) -> None:
        case = accepted()
        before = list(Clock.objects.order_by("pk").values())
        change = drafted()
        shifts = {shift.clock.kind: shift for shift in change.shifts.select_related("clock")}
        assert shifts.keys() == {ClockKind.PROMISED, ClockKind.STATUTORY}
        promised = shifts[ClockKind.PROMISED]
        assert promised.before == clock_of(case, ClockKind.PROMISED).due_at
        assert promised.after - promised.before == timedelta(days=1)
        assert (change.moved, change.earlier, change.overdue) == (2, 0, 0)
        assert list(Clock.objects.order_by("pk").values()) == before
        assert not ClockLine.objects.filter(act=ClockAct.CALENDAR).exists()

    def test_what_is_listed_is_what_moves_when_it_is_published(self) -> None:
        accepted()
        change = drafted()
        publish_change(change, by=keeper())
        drain(["bulk", "interactive"])
        for shift in change.shifts.select_related("clock"):
            assert shift.clock.due_at == shift.after
        moved = ClockLine.objects.filter(act=ClockAct.CALENDAR).values_list("clock_id", flat=True)
        assert set(moved) == set(change.shifts.values_list("clock_id", flat=True))

    def test_deadlines_that_cross_none_of_the_days_are_not_listed(self) -> None:
        accepted()
        change = drafted({date(2026, 12, 30): OFF})
        assert (change.moved, change.reckoned_at is not None) == (0, True)

    def test_a_make_up_day_brings_deadlines_nearer_and_may_make_one_overdue_at_once(
        self, on_monday: SimulatedClock
    ) -> None:
        case = accepted()
        on_monday.advance_to(at(2026, 3, 9, 9))
        change = drafted({date(2026, 3, 7): DayEntry(DayKind.MAKEUP, "补班")})
        assert last_day(case) == date(2026, 3, 9)
        assert (change.moved, change.earlier, change.overdue) == (2, 2, 1)

    def test_pauses_are_kept_when_it_is_reckoned(self, on_monday: SimulatedClock) -> None:
        """T-33: the day falls into a pause and moves nothing twice."""
        case = accepted()
        begin_procedure(case, title="现场核查", days=5, basis="审查通则", reason="", by=world.staff("分管领导岗"))
        stored = clock_of(case, ClockKind.PROMISED).due_at
        shift = drafted().shifts.get(clock__kind=ClockKind.PROMISED)
        assert (shift.before, shift.after) == (stored, stored + timedelta(days=1))

    def test_it_is_made_in_batches_that_call_each_other_and_repeat_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(calendarchanges, "BATCH", 2)
        for _place in range(3):
            accepted()
        change = draft_change(MARCH_4, notice=NOTICE, by=keeper())
        assert reckon_shifts(change.pk, by=SYSTEM)
        assert 0 < CalendarShift.objects.count() <= 2
        drain(["bulk"])
        change.refresh_from_db()
        assert (change.moved, CalendarShift.objects.count()) == (6, 6)
        assert CalendarShift.objects.values("clock").distinct().count() == 6
        assert not reckon_shifts(change.pk, by=SYSTEM)


class TestPublishing:
    """A published calendar is what was drafted, and only that."""

    def test_nothing_is_published_before_the_list_is_complete(self) -> None:
        accepted()
        change = draft_change(MARCH_4, notice=NOTICE, by=keeper())
        assert refusal_of(lambda: publish_change(change, by=keeper())) == "not_reckoned"
        assert CalendarVersion.objects.count() == 1

    def test_it_becomes_the_next_version_with_its_notice(self) -> None:
        change = publish_change(drafted(), by=keeper())
        assert change.version is not None
        assert (change.version.number, change.version.notice) == (2, NOTICE)
        assert not working_calendar(at_least=2).is_working_day(date(2026, 3, 4))
        assert refusal_of(lambda: publish_change(change, by=keeper())) == "not_open"
        assert refusal_of(lambda: discard_change(change, by=keeper())) == "not_open"

    def test_a_change_over_a_calendar_that_was_replaced_is_drafted_anew(self) -> None:
        change = drafted()
        publish_calendar({date(2026, 5, 8): OFF}, notice="另一个通知", by=SYSTEM)
        assert refusal_of(lambda: publish_change(change, by=keeper())) == "calendar_moved"
        assert refusal_of(drafted) == "drafted_before"
        discard_change(change, by=keeper())
        assert not CalendarShift.objects.exists()

    def test_a_year_without_a_notice_becomes_final_with_it(self) -> None:
        with running_at(SimulatedClock(datetime(2026, 12, 30, 2, tzinfo=UTC))):
            case = accepted()
            assert clock_of(case, ClockKind.PROMISED).provisional
            change = drafted({date(2027, 1, 1): DayEntry(DayKind.OFF, "元旦")})
            publish_change(change, by=keeper())
            drain(["bulk", "interactive"])
            assert not clock_of(case, ClockKind.PROMISED).provisional

    def test_while_deadlines_still_move_no_other_change_is_drafted(self) -> None:
        accepted()
        publish_calendar({date(2026, 5, 8): OFF}, notice="另一个通知", by=SYSTEM)
        assert refusal_of(lambda: draft_change(MARCH_4, notice=NOTICE, by=keeper())) == "still_redating"

    def test_the_database_keeps_one_open_change_and_none_published_without_version(self) -> None:
        change = drafted()
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarChange.objects.create(
                **{"base": 1, "days": [], "notice": NOTICE, "drafted_by_id": change.drafted_by_id},
                drafted_at=change.drafted_at,
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarChange.objects.filter(pk=change.pk).update(state=ChangeState.PUBLISHED)


@pytest.mark.parametrize(
    ("days", "notice", "code"),
    [
        (MARCH_4, " ", "calendar_notice"),
        ({}, NOTICE, "calendar_same"),
        ({date(2026, 3, 7): DayEntry(DayKind.OFF)}, NOTICE, "calendar_same"),
        ({date(2028, 1, 3): OFF}, NOTICE, "calendar_gap"),
        ({date(1999, 1, 4): OFF}, NOTICE, "calendar_gap"),
    ],
)
def test_a_change_has_a_notice_and_changes_something(days: dict[date, DayEntry], notice: str, code: str) -> None:
    assert refusal_of(lambda: draft_change(days, notice=notice, by=keeper())) == code
    assert not CalendarChange.objects.exists()


class TestPages:
    """What the keeper of the calendar sees."""

    @pytest.fixture
    def client(self) -> Iterator[Client]:
        yield signed_in(keeper())

    def typed(self, **rows: str) -> dict[str, str]:
        row = {"first": "2026-03-04", "last": "", "kind": "off", "name": "停电"} | rows
        return {"notice": NOTICE, **{f"days-0-{key}": value for key, value in row.items()}}

    def test_from_the_notice_to_the_list_to_the_calendar(self, client: Client) -> None:
        case = accepted()
        answer = client.post("/desk/calendar/change/", self.typed())
        change = CalendarChange.objects.get()
        assert answer.headers["Location"] == f"/desk/calendar/changes/{change.pk}/"
        page = client.get(answer.headers["Location"]).content.decode()
        assert "正在逐一核对" in page and 'value="publish"' not in page
        drain(["bulk"])
        page = client.get(f"/desk/calendar/changes/{change.pk}/").content.decode()
        assert case.case_no in page and "3月9日" in page and "3月10日" in page and 'value="publish"' in page
        client.post(f"/desk/calendar/changes/{change.pk}/", {"deed": "publish"})
        drain(["bulk", "interactive"])
        assert last_day(case) == date(2026, 3, 10)
        assert "停电" in client.get("/desk/calendar/?year=2026").content.decode()

    def test_discarding_changes_nothing(self, client: Client) -> None:
        change = drafted()
        client.post(f"/desk/calendar/changes/{change.pk}/", {"deed": "discard"})
        change.refresh_from_db()
        assert (change.state, CalendarVersion.objects.count()) == (ChangeState.DISCARDED, 1)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"first": "gestern"},
            {"first": "2026-02-30"},
            {"last": "2026-03-03"},
            {"last": "9999-12-31"},
            {"kind": "holiday"},
            {"kind": ""},
            {"name": "长" * 41},
            {"first": "2026-03-07"},
            {"first": "2031-03-07"},
        ],
    )
    def test_what_cannot_be_meant_is_explained_and_kept(self, client: Client, wrong: dict[str, str]) -> None:
        answer = client.post("/desk/calendar/change/", self.typed(**wrong))
        assert answer.status_code == 422
        assert NOTICE in answer.content.decode()
        assert not CalendarChange.objects.exists()

    def test_a_day_is_named_once(self, client: Client) -> None:
        twice = self.typed() | {f"days-1-{k}": v for k, v in {"first": "2026-03-04", "kind": "working"}.items()}
        answer = client.post("/desk/calendar/change/", twice)
        assert answer.status_code == 422 and "2026-03-04" in answer.content.decode()

    @pytest.mark.parametrize("year", ["1999", "2040", "²⁰²⁶", "x", "-1", "9" * 5000])
    def test_a_year_that_is_not_there_is_not_found(self, client: Client, year: str) -> None:
        assert client.get("/desk/calendar/", {"year": year}).status_code in {200, 404}

    def test_the_list_costs_the_same_for_one_case_and_for_many(self, client: Client) -> None:
        accepted()
        few = drafted()
        first = statements_of(lambda: client.get(f"/desk/calendar/changes/{few.pk}/"))
        discard_change(few, by=keeper())
        cases = [accepted() for _place in range(8)]
        many = drafted()
        assert many.moved == 2 * (len(cases) + 1) == 2 * Case.objects.count()
        second = statements_of(lambda: client.get(f"/desk/calendar/changes/{many.pk}/"))
        assert len(second) == len(first)
