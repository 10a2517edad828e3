"""The sweep tells of each clock once when it is near and once when it is over, whoever sweeps (S-00)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from cases.events import ClockOverran, ClockWarned
from cases.models import Case, Clock, ClockKind
from cases.rules.limits import limit_of_item
from cases.services import sweeping
from cases.services.clocks import start_clock, stop_clocks
from cases.services.decisions import begin_procedure, end_procedure, extend_decision
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock, running_at
from core.deadlines import Unit
from core.models import EventRow
from core.services.calendar import seed_calendar
from identity.actors import SYSTEM
from supervision.models import Alarm
from tests import world
from tests.cases.walks import accepted, at, clock_of, filed, move

pytestmark = pytest.mark.usefixtures("time")
Kind = ClockKind


def told(case: Case) -> list[tuple[str, str]]:
    rows = EventRow.objects.filter(stream_id=case.pk, name__in=[ClockWarned.name(), ClockOverran.name()])
    return [(row.name.partition(".")[2], row.data["kind"]) for row in rows.order_by("sequence")]


def leave_out(found: QuerySet[Clock]) -> None:
    """These clocks ended before anybody looked at them."""
    found.update(finished_at=F("started_at"), next_at=None)


@pytest.mark.usefixtures("calendar")
class TestOneSweeper:
    def test_a_promise_of_five_days_warns_before_its_last_day_and_overruns_at_its_midnight(
        self, time: SimulatedClock
    ) -> None:
        """Accepted on Monday, due on Monday the 9th; one day of it is left from Saturday on."""
        case = accepted()
        promised = clock_of(case, Kind.PROMISED)
        assert promised.next_at == at(2026, 3, 7, 0)
        assert promised.due_at == at(2026, 3, 10, 0)
        leave_out(case.clocks.exclude(kind=Kind.PROMISED))
        for moment, expected in (
            (promised.next_at - timedelta(seconds=1), 0),
            (promised.next_at, 1),
            (promised.due_at - timedelta(seconds=1), 0),
            (promised.due_at, 1),
            (promised.due_at + timedelta(days=300), 0),
        ):
            move(time, moment)
            assert sweep_clocks() == expected
        assert told(case) == [("ClockWarned", "promised"), ("ClockOverran", "promised")]

    def test_a_sweep_that_comes_late_tells_of_the_overrun_alone(self, time: SimulatedClock) -> None:
        case = accepted()
        leave_out(case.clocks.exclude(kind=Kind.PROMISED))
        move(time, at(2026, 4, 1))
        sweep_clocks()
        assert told(case) == [("ClockOverran", "promised")]

    def test_a_clock_that_overran_never_overruns_again_after_a_pause(self, time: SimulatedClock) -> None:
        case, reviewer = accepted(), world.staff("科室审查岗")
        leave_out(case.clocks.filter(kind=Kind.STAGE))
        move(time, at(2026, 3, 10))
        sweep_clocks()
        begin_procedure(case, title="现场核查", days=5, basis="审查通则", reason="", by=reviewer)
        move(time, at(2026, 3, 13))
        end_procedure(case, outcome="符合", by=reviewer)
        move(time, at(2026, 5, 1))
        sweep_clocks()
        assert told(case).count(("ClockOverran", "promised")) == 1

    def test_a_clock_that_warned_does_not_warn_again_after_an_extension(self, time: SimulatedClock) -> None:
        case = accepted()
        leave_out(case.clocks.filter(kind=Kind.STAGE))
        move(time, at(2026, 3, 7))
        sweep_clocks()
        extend_decision(case, days=10, reason="案情复杂", by=world.staff("分管领导岗"))
        move(time, at(2026, 3, 21))
        sweep_clocks()
        assert told(case).count(("ClockWarned", "promised")) == 1

    def test_s05_s06_cards_come_once_each(self, time: SimulatedClock) -> None:
        case = accepted()
        for day in range(3, 31):
            move(time, at(2026, 3, day, 1))
            sweep_clocks()
        raised = list(Alarm.objects.filter(case=case).order_by("raised_at").values_list("rule", "level"))
        assert raised == [("S-07", "yellow"), ("S-05", "warning"), ("S-05", "yellow"), ("S-06", "red")]

    def test_a_clock_in_hours_tells_of_its_end_only(self, time: SimulatedClock) -> None:
        case = filed().case
        rule = limit_of_item(3, Unit.WORKING_HOURS)
        started = start_clock(case, kind=Kind.REPLY, limit=rule, at=time.now(), by=SYSTEM)
        assert started.next_at == started.due_at == at(2026, 3, 2, 14) + timedelta(minutes=30)

    def test_a_stopped_clock_is_never_told(self, time: SimulatedClock) -> None:
        case = accepted()
        stop_clocks(case, at=time.now(), by=SYSTEM)
        move(time, at(2026, 12, 1))
        assert sweep_clocks() == 0

    def test_an_idle_sweep_asks_once_and_reads_only_the_index_of_what_is_due(self) -> None:
        accepted()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert sweep_clocks() == 0
        (select,) = [query["sql"] for query in asked if "cases_clock" in query["sql"]]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {select}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "clock_due" in plan

    def test_one_clock_that_cannot_be_told_does_not_hold_up_the_others(
        self, time: SimulatedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bad, good = accepted(), accepted()
        leave_out(Clock.objects.exclude(kind=Kind.PROMISED))
        move(time, at(2026, 3, 10))
        real = sweeping.publish

        def publish(event: ClockOverran, **who: object) -> object:
            if event.case_id == bad.pk:
                raise RuntimeError("a reactor is broken")
            return real(event, **who)

        monkeypatch.setattr(sweeping, "publish", publish)
        with capture_logs() as logs:
            assert sweep_clocks() == 2
        assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["clock_not_told"]
        assert (told(bad), told(good)) == ([], [("ClockOverran", "promised")])
        assert sweep_clocks() == 0
        monkeypatch.undo()
        move(time, at(2026, 3, 10, 11))
        sweep_clocks()
        assert told(bad) == [("ClockOverran", "promised")]


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_never_tell_the_same_clock_twice(time: SimulatedClock) -> None:
    """S-00: whatever two workers sweep at the same moment, every clock is told once."""
    seed_calendar(range(2024, 2027), by=SYSTEM)
    cases = [accepted() for _place in range(6)]
    move(time, at(2026, 3, 10))
    armed = Clock.objects.filter(next_at__lte=time.now()).count()
    together = Barrier(2)

    def sweep_in_turns(_number: int) -> int:
        swept = 0
        try:
            with running_at(time):
                together.wait(timeout=30)
                while count := sweep_clocks(limit=2):
                    swept += count
        finally:
            connections["default"].close()
        return swept

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(sweep_in_turns, range(2)))
    sweep_clocks()
    assert armed >= len(cases) * 2
    for case in cases:
        assert sorted(set(told(case))) == sorted(told(case))
        assert ("ClockOverran", "promised") in told(case)
    assert sum(counts) <= armed
