"""T-36: limits reach into a year without a notice, provisionally, and follow the notice when it comes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from cases.events import ClocksRedated
from cases.models import Case, Clock, ClockKind
from cases.pages.clockwords import clock_of
from cases.services import redating
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.intake import accept_case
from cases.services.redating import redate_clocks
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock, running_at
from core.models import CalendarVersion, DayKind, EventRow
from core.outbox import drain
from core.queries.calendar import forget_calendar
from core.services.calendar import DayEntry, publish_calendar
from identity.actors import SYSTEM
from linkage.models import Review
from notices.models import Message
from tests import world

pytestmark = pytest.mark.usefixtures("calendar")
NOTICE = {date(2027, 1, 1): DayEntry(DayKind.OFF, "元旦"), date(2027, 1, 2): DayEntry(DayKind.OFF, "元旦")}
SPRING = {date(2027, 1, day): DayEntry(DayKind.OFF, "停电") for day in (4, 5)}


@pytest.fixture(autouse=True)
def time() -> Iterator[SimulatedClock]:
    """Wednesday 30 December 2026, ten in the morning."""
    with running_at(SimulatedClock(datetime(2026, 12, 30, 2, tzinfo=UTC))) as clock:
        yield clock


def accepted() -> Case:
    applicant = world.citizen()
    case = submit_case(world.draft(world.item(), applicant), by=applicant).case
    return accept_case(case, by=world.staff("窗口受理岗"))


def promised(case: Case) -> Clock:
    return Clock.objects.get(case=case, kind=ClockKind.PROMISED)


def publish(days: dict[date, DayEntry]) -> CalendarVersion:
    return publish_calendar(days, notice="国办发明电〔2026〕7号", by=SYSTEM)


def test_a_case_accepted_at_the_end_of_december_is_due_provisionally_in_january() -> None:
    clock = promised(accepted())
    assert clock.last_day == date(2027, 1, 6)
    assert clock.provisional


def test_a_limit_that_ends_in_a_loaded_year_is_final() -> None:
    stage = Clock.objects.get(case=accepted(), kind=ClockKind.STAGE)
    assert stage.last_day == date(2026, 12, 31)
    assert not stage.provisional


def test_pages_and_messages_say_that_the_day_may_move() -> None:
    case = accepted()
    assert "以国务院安排为准" in clock_of(case, [promised(case)])["due_words"]
    drain(["interactive"])
    told = Message.objects.get(kind="cases.CaseAccepted", channel="inbox")
    assert "以国务院安排为准" in told.text


def test_when_the_notice_comes_running_clocks_follow_it_and_become_final() -> None:
    case = accepted()
    version = publish(NOTICE)
    drain(["bulk"])
    clock = promised(case)
    assert clock.last_day == date(2027, 1, 7)
    assert not clock.provisional
    assert clock.calendar == version.number
    assert EventRow.objects.get(name=ClocksRedated.name()).data["more"] is False


def test_the_warning_moves_with_the_due_moment_and_nothing_else_changes() -> None:
    case = accepted()
    before = Clock.objects.filter(case=case).values("kind", "budget", "extension", "started_at", "warned")
    rows = list(before)
    publish(NOTICE)
    drain(["bulk"])
    assert list(before) == rows
    assert promised(case).next_at < promised(case).due_at


def test_pauses_are_kept_when_a_clock_is_redated(time: SimulatedClock) -> None:
    leader, case = world.staff("分管领导岗"), accepted()
    begin_procedure(case, title="现场核查", days=5, basis="审查通则", reason="", by=leader)
    time.advance_to(datetime(2027, 1, 4, 2, tzinfo=UTC))
    end_procedure(case, outcome="符合", by=leader)
    assert promised(case).last_day == date(2027, 1, 11)
    publish(NOTICE)
    drain(["bulk"])
    assert promised(case).last_day == date(2027, 1, 11)
    publish(SPRING)
    drain(["bulk"])
    assert promised(case).last_day == date(2027, 1, 12)


def test_stopped_clocks_stay_as_they_were() -> None:
    case = accepted()
    reply = Clock.objects.get(case=case, kind=ClockKind.REPLY)
    publish(NOTICE)
    drain(["bulk"])
    assert Clock.objects.get(pk=reply.pk).calendar == reply.calendar


def test_open_reviews_move_with_their_stage() -> None:
    case = accepted()
    Clock.objects.filter(case=case, kind=ClockKind.STAGE).update(budget=3)
    publish(NOTICE)
    drain(["bulk"])
    stage = Clock.objects.get(case=case, kind=ClockKind.STAGE)
    assert stage.last_day == date(2027, 1, 5)
    assert Review.objects.get(case=case, closed_at=None).due_at == stage.due_at


def test_many_clocks_are_redated_in_batches_that_call_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redating, "BATCH", 2)
    cases = [accepted() for _place in range(3)]
    version = publish(NOTICE)
    drain(["bulk"])
    assert {promised(case).last_day for case in cases} == {date(2027, 1, 7)}
    assert not Clock.objects.filter(finished_at=None, calendar__lt=version.number).exists()
    batches = EventRow.objects.filter(name=ClocksRedated.name(), stream_id=version.pk)
    assert batches.count() > 2


def test_redating_stopped_half_way_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redating, "BATCH", 1)
    cases = [accepted() for _place in range(2)]
    version = publish(NOTICE)
    assert redate_clocks(version.pk, by=SYSTEM)
    assert {promised(case).last_day for case in cases} == {date(2027, 1, 6), date(2027, 1, 7)}
    while redate_clocks(version.pk, by=SYSTEM):
        pass
    assert {promised(case).last_day for case in cases} == {date(2027, 1, 7)}
    assert redate_clocks(version.pk, by=SYSTEM) is False


def test_a_clock_that_missed_the_new_calendar_is_redated_instead_of_told_too_early(time: SimulatedClock) -> None:
    case = accepted()
    publish(SPRING)
    stage = Clock.objects.get(case=case, kind=ClockKind.STAGE)
    assert stage.due_at == datetime(2026, 12, 31, 16, tzinfo=UTC)
    Clock.objects.filter(pk=stage.pk).update(budget=3)
    forget_calendar()
    time.advance_to(datetime(2027, 1, 1, 2, tzinfo=UTC))
    sweep_clocks()
    stage.refresh_from_db()
    assert stage.overran_at is None
    assert stage.last_day == date(2027, 1, 6)
