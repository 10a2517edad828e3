"""The situation of the day: every figure equals a recount, every empty panel says why."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases.models import Case, CaseState, Clock, ClockKind
from cases.services.decisions import begin_procedure
from cases.services.sweeping import sweep_clocks
from core import clock
from core.clock import SimulatedClock
from identity.actors import Actor
from linkage.models import Verdict
from supervision.dashboards import dashboard
from supervision.models import Alarm
from supervision.queries import (
    clocks_after,
    day_figures,
    department_rows,
    due_by_day,
    late_clocks,
    running_clocks,
)
from tests import world
from tests.cases.walks import accepted, at, decided, filed, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
OTHER = "住建局"


@pytest.fixture
def supervisor() -> Actor:
    return world.staff("监察岗", "监委")


@pytest.fixture
def lively(calendar: None, time: SimulatedClock) -> None:
    """Three days of a small town: late, due today, paused, decided and fresh cases."""
    late, paused = accepted(), accepted()
    begin_procedure(paused, title="现场核查", days=5, basis="审查通则", reason="", by=world.staff("科室审查岗"))
    move(time, at(2026, 3, 4))
    accepted()
    move(time, at(2026, 3, 11, 9))
    sweep_clocks()
    decided(accepted(), Verdict.APPROVE)
    filed()
    accepted()
    assert late.pk != paused.pk


def recount(day: date) -> dict[str, int]:
    """The same figures, counted one by one in Python."""
    clocks = [
        one
        for one in Clock.objects.filter(kind=ClockKind.PROMISED, finished_at=None).select_related("case")
        if one.case.state in {CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SPECIAL}
    ]
    now = clock.now()

    def on_day(moment: Any) -> bool:
        return moment is not None and clock.local(moment).date() == day

    cases, alarms = list(Case.objects.exclude(state=CaseState.DRAFT)), list(Alarm.objects.all())
    return {
        "running": len(clocks),
        "paused": sum(one.case.state == CaseState.SPECIAL for one in clocks),
        "today": sum(one.due_at > now and one.last_day == day for one in clocks),
        "late": sum(one.due_at <= now for one in clocks),
        "received": sum(on_day(case.submitted_at) for case in cases),
        "decided": sum(on_day(case.decided_at) for case in cases),
        "yellow": sum(on_day(alarm.raised_at) and alarm.level == "yellow" for alarm in alarms),
        "red": sum(on_day(alarm.raised_at) and alarm.level == "red" for alarm in alarms),
    }


@pytest.mark.usefixtures("lively")
class TestFigures:
    def test_equal_a_recount(self, supervisor: Actor) -> None:
        found = day_figures(supervisor)
        assert found == recount(date(2026, 3, 11))
        assert min(found[name] for name in ("running", "paused", "late", "today", "received", "decided", "yellow")) >= 1

    def test_of_departments_add_up_to_the_whole(self, supervisor: Actor) -> None:
        rows, whole = department_rows(supervisor), day_figures(supervisor)
        for name in ("running", "late", "today"):
            assert sum(int(row[name]) for row in rows) == whole[name]

    def test_of_the_coming_days_count_each_case_on_its_last_day(self, supervisor: Actor) -> None:
        days = [date(2026, 3, 1) + timedelta(days=number) for number in range(40)]
        counted = [sum(one.last_day == day for one in running_clocks(supervisor)) for day in days]
        assert due_by_day(supervisor, days) == counted
        assert sum(counted) == running_clocks(supervisor).count()

    def test_a_leader_sees_those_of_his_department_only(self) -> None:
        assert day_figures(world.staff("分管领导岗"))["running"] >= 4
        assert set(day_figures(world.staff("分管领导岗", OTHER)).values()) == {0}

    def test_lead_to_as_many_rows_as_they_say(self, supervisor: Actor) -> None:
        """3.7: every figure drills down to the cases that produced it."""
        client, figures = signed_in(supervisor), day_figures(supervisor)
        for due, name in (("late", "late"), ("today", "today"), ("", "running")):
            page = client.get(reverse("supervision:cases"), {"due": due}).content.decode()
            assert page.count('class="gp-inbox__row"') == figures[name]

    def test_what_falls_due_next_is_not_late_yet(self, supervisor: Actor) -> None:
        near = {row["href"] for row in dashboard(supervisor)["near"]}
        late = {reverse("supervision:case", args=[found.case_id]) for found in late_clocks(running_clocks(supervisor))}
        assert near and late and not near & late

    def test_running_cases_go_on_without_a_gap(self, supervisor: Actor) -> None:
        order, seen = list(running_clocks(supervisor)), []
        last = None
        while page := list(clocks_after(running_clocks(supervisor), last)[:2]):
            seen += page
            last = page[-1]
        assert seen == order


def test_empty_panels_say_why(supervisor: Actor) -> None:
    """Quality 4: an empty dashboard without a reason is a trap."""
    client = signed_in(supervisor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    pages = [
        client.get(reverse(f"supervision:{name}")).content.decode()
        for name in ("dashboard", "alarms", "cases", "callbacks")
    ]
    assert [page.split("<main", 1)[1].count("gp-empty") > 0 for page in pages] == [True] * 4
