"""Warnings, yellow and red cards: each once, in time, to whoever has the case (3.3, 3.4, S-00, S-01)."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, CaseRead, ClockKind
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.outbox import drain
from identity.actors import ANYBODY, Actor
from identity.models import Post, Role
from linkage.models import Review
from notices.queries import visible_to as messages_to
from supervision.models import Alarm
from supervision.queries import visible_to
from supervision.rules import OVERRUN, WARNED, hit_of
from supervision.services import raise_alarm
from tests import world
from tests.cases.walks import accepted, at, clock_of, filed, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
LEVELS = ["warning", "yellow", "red"]
TEN_DAYS = {"promised": {"days": 10, "unit": "working"}, "statutory": {"days": 10, "unit": "working"}}


def swept(time: SimulatedClock, *days: int, month: int = 3) -> None:
    """Sweep at one in the morning of these days."""
    for day in days:
        move(time, at(2026, month, day, 1))
        sweep_clocks()


def raised(case: Case, *rules: str) -> list[tuple[str, str]]:
    found = Alarm.objects.filter(case=case).order_by("raised_at", "pk").values_list("rule", "level")
    return [row for row in found if not rules or row[0] in rules]


@given(st.sampled_from([kind.value for kind in ClockKind]), st.booleans(), st.booleans())
def test_a_clock_means_at_most_one_alarm_and_only_known_levels(kind: str, overran: bool, same: bool) -> None:
    hit = hit_of(kind, overran=overran, promise_is_statutory=same)
    assert hit is None or (hit.level in LEVELS and hit.rule.startswith("S-"))
    if kind not in OVERRUN:
        assert hit is None, "the applicant's own clock never raises a card"
    if hit and not overran and not same:
        assert LEVELS.index(WARNED[kind].level) <= LEVELS.index(OVERRUN[kind].level)


def test_s05_the_promise_warns_a_day_before_and_draws_yellow_when_it_is_over(time: SimulatedClock) -> None:
    """3.3: one working day of five is left; then the promise is exceeded."""
    case = accepted()
    swept(time, 6)
    assert raised(case, "S-05") == []
    swept(time, 7, 8, 9)
    assert raised(case, "S-05") == [("S-05", "warning")]
    swept(time, 10, 11, 12)
    assert raised(case, "S-05") == [("S-05", "warning"), ("S-05", "yellow")]


def test_s06_the_statutory_limit_draws_red_once(time: SimulatedClock) -> None:
    case = accepted()
    swept(time, 16)
    assert raised(case, "S-06") == []
    swept(time, 17, 18, 30)
    assert raised(case, "S-06") == [("S-06", "red")]


def test_a_promise_as_long_as_the_law_is_yellow_when_near_and_red_by_law_alone(time: SimulatedClock) -> None:
    """3.3, last row."""
    case = accepted(**TEN_DAYS)
    swept(time, *range(3, 28))
    assert raised(case, "S-05", "S-06") == [("S-05", "yellow"), ("S-06", "red")]


def test_s04_who_neither_accepts_nor_declines_in_five_days_gets_red(time: SimulatedClock) -> None:
    case = filed().case
    swept(time, *range(3, 15))
    assert raised(case, "S-04") == [("S-04", "warning"), ("S-04", "red")]


def test_a_pause_never_brings_an_alarm_nearer_nor_raises_one(time: SimulatedClock) -> None:
    """T-33: while the applicant or an inspection has the case nobody is late."""
    case, reviewer = accepted(), world.staff("科室审查岗")
    move(time, at(2026, 3, 4))
    due = clock_of(case, ClockKind.PROMISED).due_at
    begin_procedure(case, title="现场核查", days=5, basis="审查通则", reason="", by=reviewer)
    swept(time, 5, 6, 7, 8, 9, 10, 11)
    assert raised(case) == []
    end_procedure(case, outcome="符合", by=reviewer)
    assert clock_of(case, ClockKind.PROMISED).due_at > due
    swept(time, *range(12, 32))
    assert ("S-05", "yellow") in raised(case)
    first = Alarm.objects.filter(case=case, rule="S-05", level="yellow").get()
    assert first.raised_at > clock_of(case, ClockKind.PROMISED).due_at >= at(2026, 3, 15)


def test_the_same_occurrence_raises_nothing_twice(time: SimulatedClock) -> None:
    """S-00."""
    case = accepted()
    move(time, at(2026, 3, 10, 0))
    promised = clock_of(case, ClockKind.PROMISED)
    for _time in range(3):
        raise_alarm(promised.pk, overran=True, at=time.now())
    assert raised(case, "S-05") == [("S-05", "yellow")]


def test_s01_the_alarm_names_who_has_the_case_now(time: SimulatedClock) -> None:
    case = accepted()
    swept(time, 4)
    review = Review.objects.get(case=case, closed_at=None)
    alarm = Alarm.objects.get(case=case, rule="S-07")
    assert (alarm.post, alarm.department) == (review.post, review.post.department)
    early = filed().case
    swept(time, 10)
    window = Post.objects.get(department=early.department, roles__contains=[Role.CLERK])
    assert set(Alarm.objects.filter(case=early).values_list("post", flat=True)) == {window.pk}


def test_s40_the_handler_is_told_once_for_each_alarm(time: SimulatedClock) -> None:
    reviewer = world.staff("科室审查岗")
    case = accepted()
    swept(time, *range(3, 31))
    drain(["interactive"])
    told = [message.text for message in messages_to(reviewer)]
    assert len(told) == len(raised(case)) == 4
    assert all(case.case_no in text for text in told)


class TestWhoSees:
    @pytest.fixture
    def case(self, time: SimulatedClock) -> Case:
        case = accepted(world.citizen(name="王秀英"))
        swept(time, 10)
        return case

    def test_supervisors_see_all_leaders_their_own_and_nobody_else_any(self, case: Case) -> None:
        found = Alarm.objects.filter(case=case).count()
        seen: list[tuple[Actor, int]] = [
            (world.staff("监察岗", "监委"), found),
            (world.staff("分管领导岗"), found),
            (world.staff("分管领导岗", "住建局"), 0),
            (world.staff("窗口受理岗"), 0),
            (world.staff("科室审查岗"), 0),
            (world.citizen(), 0),
            (ANYBODY, 0),
        ]
        assert found > 0 and [visible_to(actor).count() for actor, _count in seen] == [count for _a, count in seen]

    def test_the_supervisor_s_case_page_reads_only_and_is_recorded(self, case: Case) -> None:
        """S-02, S-44, S-47."""
        supervisor = world.staff("监察岗", "监委")
        client = signed_in(supervisor)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
        href = reverse("supervision:case", args=[case.pk])
        page = client.get(href).content.decode()
        main = page.split("<main", 1)[1].split("</main", 1)[0]
        assert "S-05" in main and "<form" not in main and case.applicant.code not in page
        read = CaseRead.objects.get(case=case)
        assert (read.who, read.account_id) == (supervisor.label, supervisor.account_id)
        before = Case.objects.filter(pk=case.pk).values().get()
        assert client.post(href, {"deed": "accept"}).status_code == 405
        for name in ("cases:decide", "cases:judge"):
            assert client.post(reverse(name, args=[case.pk]), {"deed": "accept"}).status_code == 404
        assert Case.objects.filter(pk=case.pk).values().get() == before

    def test_the_owner_sees_that_supervision_looked(self, case: Case) -> None:
        supervisor = world.staff("监察岗", "监委")
        signed_in(supervisor).get(reverse("supervision:case", args=[case.pk]))
        assert case.reads.get().why and case.reads.get().who == supervisor.label
