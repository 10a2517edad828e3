"""The limits of the law and of practice, the words a refusal needs, and the exits the law does not know (2.3, 2.5)."""

from datetime import date

import pytest

from cases.models import Case, CaseState, Clock
from cases.models import ClockKind as Kind
from cases.queries.limits import limits_in_force
from cases.rules.limits import LAWSUIT_MONTHS
from cases.services.decisions import refuse_case
from cases.services.intake import accept_case, decline_case, hand_in_correction, receive_case, request_correction
from cases.services.issuing import issue_result, return_uncorrected
from cases.services.publishing import publish_due
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.deadlines import Limit, Unit
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import SYSTEM
from linkage.models import Verdict
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, at, clock_of, decided, filed, last_day, move

pytestmark = pytest.mark.usefixtures("time", "calendar")


def pass_days(time: SimulatedClock, *days: date) -> None:
    """Publish, sweep and deliver at one in the morning of each of these days."""
    for day in days:
        move(time, at(day.year, day.month, day.day, 1))
        publish_due()
        sweep_clocks()
        drain(["interactive"])


def code_of(deed: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed()  # type: ignore[operator]
    return refused.value.code


def a_fault(case: Case) -> dict[int, str]:
    material = case.materials.first()
    assert material is not None
    return {material.pk: "看不清，请重新扫描"}


def test_the_general_limits_are_those_of_the_rulebook() -> None:
    """T-02 to T-08, T-10 to T-26, C-09, C-19, C-24, D-07, D-16; a penalty is decided within ninety days (1.2)."""
    days = Unit.WORKING_DAYS
    natural = Unit.NATURAL_DAYS
    given = {code: held.limit for code, held in limits_in_force().items()}
    assert given == {
        **{"T-02": Limit(5, days), "T-03": Limit(2, days), "T-04": Limit(20, days), "T-05": Limit(10, days)},
        **{
            "T-07": Limit(20, days),
            "T-08": Limit(10, days),
            "T-21": Limit(60, Unit.NATURAL_DAYS),
            "C-09": Limit(30, Unit.NATURAL_DAYS),
            "T-06": Limit(15, days),
            "T-11": Limit(5, days),
            "T-12": Limit(30, Unit.NATURAL_DAYS),
            "D-07": Limit(60, Unit.NATURAL_DAYS),
            "T-20": Limit(7, days),
            **{"T-10": Limit(5, days), "T-10-2": Limit(20, days), "T-10-3": Limit(7, days)},
            "C-19": Limit(3, days),
            **{"C-24": Limit(60, natural), "1-2-02": Limit(90, natural), "D-16": Limit(7, natural)},
            "T-06-2": Limit(45, days),
            **{"T-13": Limit(3, days), "T-13-2": Limit(3, days), "T-14": Limit(30, days), "T-15": Limit(7, days)},
            **{"T-16": Limit(60, days), "T-16-2": Limit(30, days), "T-19": Limit(10, days)},
            **{"T-17": Limit(20, days), "T-17-2": Limit(40, days), "T-17-3": Limit(30, days), "T-17-4": Limit(5, days)},
            "T-18": Limit(15, natural),
            **{"T-22": Limit(20, days), "T-22-2": Limit(20, days), "T-22-3": Limit(7, days), "T-22-4": Limit(15, days)},
            **{"T-23": Limit(60, natural), "T-23-2": Limit(30, natural), "T-23-3": Limit(15, natural)},
            **{"T-23-4": Limit(30, natural), "T-23-5": Limit(30, natural)},
            **{"T-24": Limit(45, days), "T-24-2": Limit(7, days), "T-24-3": Limit(15, days), "T-24-4": Limit(15, days)},
            "T-25": Limit(120, days),
            **{"T-26": Limit(20, natural), "T-26-2": Limit(10, natural)},
        },
    }
    assert LAWSUIT_MONTHS == 6


def test_an_application_is_answered_in_two_days_and_materials_in_hand_in_five() -> None:
    """T-02, T-03."""
    case = filed().case
    assert (last_day(case, Kind.REPLY), last_day(case, Kind.ACCEPTANCE)) == (date(2026, 3, 4), date(2026, 3, 9))
    receive_case(case, by=world.staff("窗口受理岗"))
    assert clock_of(case, Kind.REPLY).finished_at is not None
    assert last_day(case, Kind.ACCEPTANCE) == date(2026, 3, 9)


def test_where_the_item_names_no_limit_the_law_s_twenty_days_hold() -> None:
    """T-04."""
    case = accepted(statutory=None)
    assert last_day(case, Kind.STATUTORY) == date(2026, 3, 30)
    assert last_day(case, Kind.PROMISED) == date(2026, 3, 9)


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.OBJECT])
def test_the_result_is_due_ten_working_days_after_the_decision(verdict: Verdict) -> None:
    """T-08."""
    case = decided(accepted(), verdict, "不符合选址条件，不予通过")
    assert last_day(case, Kind.DELIVERY) == date(2026, 3, 16)


def test_a_result_that_is_not_made_in_time_gets_a_yellow_card(time: SimulatedClock) -> None:
    """S-09."""
    case = decided(accepted(), Verdict.APPROVE)
    pass_days(time, date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 18))
    assert list(Alarm.objects.filter(case=case).values_list("rule", "level")) == [("S-09", "yellow")]


def test_what_the_applicant_takes_to_fetch_his_result_is_nobody_s_delay(time: SimulatedClock) -> None:
    """S-09: waiting for him is left out from the moment he was told."""
    case = issue_result(decided(accepted(), Verdict.APPROVE), by=world.staff("制证岗"))
    pass_days(time, *(date(2026, 3, day) for day in range(3, 31)))
    assert not Alarm.objects.filter(case=case).exists()
    assert not Clock.objects.filter(case=case, finished_at=None).exists()
    assert broken() == {}


def test_an_online_application_nobody_answers_warns_and_then_draws_yellow(time: SimulatedClock) -> None:
    """S-03."""
    case = filed().case
    pass_days(time, date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5))
    found = Alarm.objects.filter(case=case, rule="S-03").order_by("pk")
    assert list(found.values_list("level", flat=True)) == ["warning", "yellow"]


def test_a_correction_is_asked_once_with_the_full_list() -> None:
    """C-05, S-14: a second notice is refused, and so is one that says nothing."""
    applicant, clerk = world.citizen(), world.staff("窗口受理岗")
    case = filed(applicant).case
    assert code_of(lambda: request_correction(case, faults={}, by=clerk)) == "no_faults"
    request_correction(case, faults=a_fault(case), by=clerk)
    world.fill(case, applicant)
    hand_in_correction(case, by=applicant)
    assert code_of(lambda: request_correction(case, faults=a_fault(case), by=clerk)) == "correction_once"


def test_after_acceptance_no_supplement_is_asked_and_no_case_is_silently_returned() -> None:
    """C-20, S-14: an accepted case ends by a decision or a withdrawal only."""
    clerk = world.staff("窗口受理岗")
    case = accepted()
    deeds = [
        lambda: request_correction(case, faults=a_fault(case), by=clerk),
        lambda: decline_case(case, reason="材料不齐全，退回申请人处理", by=clerk),
        lambda: return_uncorrected(case, by=SYSTEM),
    ]
    assert [code_of(deed) for deed in deeds] == ["wrong_state"] * 3
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW


def test_nobody_is_turned_away_or_refused_without_words() -> None:
    """S-18, S-19: ten characters at least, and the paper goes out with the deed."""
    clerk = world.staff("窗口受理岗")
    case = filed().case
    for reason in ("", "不属于", " " * 20):
        assert code_of(lambda reason=reason: decline_case(case, reason=reason, by=clerk)) == "reason"
    running = accepted()
    assert code_of(lambda: refuse_case(running, reasons="不行", by=SYSTEM)) == "reasons"
    decline_case(case, reason="该事项不属于本机关职权范围", by=clerk)
    assert case.documents.filter(kind="D-04").count() == 1
    refused = decided(running, Verdict.OBJECT, "选址距离公共厕所不足二十五米")
    assert refused.documents.get(kind="D-13").content["remedies"]["review_days"] == 60


def test_nothing_is_accepted_while_something_required_is_missing() -> None:
    """S-22, C-04."""
    applicant, clerk = world.citizen(), world.staff("窗口受理岗")
    case = submit_case(world.draft(world.item(), applicant), by=applicant).case
    material = case.materials.first()
    assert material is not None
    material.files.all().delete()
    type(material).objects.filter(pk=material.pk).update(state="needed")
    assert code_of(lambda: accept_case(case, by=clerk)) == "missing_materials"
    assert not Case.objects.get(pk=case.pk).case_no
