"""Which law the limits of an item follow: information, petitions, market complaints and reports (T-22 to T-24, 5.5)."""

from datetime import date

import pytest

from cases.models import Case, CaseState, ClockEntry, DocumentKind, ProposalKind
from cases.models import ClockKind as Kind
from cases.pages.proposals import detail
from cases.pages.story import story_of
from cases.services.decisions import extend_decision
from cases.services.intake import accept_case, deem_accepted, receive_case
from cases.services.limits import set_limit
from cases.services.proposals import decide_proposal, propose_act
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.deadlines import Limit, Unit
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import SYSTEM
from items.rules.regimes import BOUNDS, LICENSING, REGIMES, regime
from linkage.models import Review
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.walks import accepted, at, clock_of, filed, last_day, move
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")
WHY = "案情复杂，需要进一步核实有关情况"


def refused(case: Case, days: int) -> str:
    with pytest.raises(Refusal) as refusal:
        extend_decision(case, days=days, reason=WHY, by=world.staff("分管领导岗"))
    return refusal.value.code


def opened(law: str) -> Case:
    """Accepted on Monday 2 March 2026; the item itself says no limit."""
    return accepted(limit_regime=law, statutory=None)


def test_t22_information_is_answered_in_twenty_days_from_the_receipt_and_twenty_more(time: SimulatedClock) -> None:
    """T-22: notice to complete within seven working days; acceptance does not begin the time anew."""
    case = filed(limit_regime="information", statutory=None).case
    assert last_day(case, Kind.ACCEPTANCE) == last_day(case, Kind.REPLY) == date(2026, 3, 11)
    move(time, at(2026, 3, 5))
    case = receive_case(case, by=world.staff("窗口受理岗"))
    case = accept_case(case, by=world.staff("窗口受理岗"))
    assert case.received_at is not None
    assert clock_of(case, Kind.STATUTORY).started_at == case.received_at
    case = opened("information")
    assert clock_of(case, Kind.STATUTORY).budget == 20
    assert refused(case, 21) == "too_many_days"
    before = clock_of(case, Kind.STATUTORY).due_at
    extend_decision(case, days=20, reason=WHY, by=world.staff("分管领导岗"))
    assert (clock_of(case, Kind.STATUTORY).extension, clock_of(case, Kind.STATUTORY).due_at > before) == (20, True)


def test_t23_a_petition_is_told_in_fifteen_and_ended_in_sixty_natural_days_and_thirty_more() -> None:
    """T-23, T-35: natural days; a holiday moves the last one on."""
    case = filed(limit_regime="petition", statutory=None).case
    assert last_day(case, Kind.ACCEPTANCE) == date(2026, 3, 17)
    case = opened("petition")
    assert last_day(case, Kind.STATUTORY) == date(2026, 5, 6), "1 May is a holiday"
    assert refused(case, 31) == "too_many_days"
    extend_decision(case, days=30, reason=WHY, by=world.staff("分管领导岗"))
    assert last_day(case, Kind.STATUTORY) == date(2026, 6, 1), "31 May is a Sunday"
    assert ClockEntry.objects.get(case=case).unit == Unit.NATURAL_DAYS.value
    assert "30日" in words(case, DocumentKind.EXTENSION_NOTICE)
    assert any("30 天" in step["note"] or "30 日" in step["note"] for step in story_of(case) if step["note"])
    assert broken() == {}


def test_t24_a_complaint_is_mediated_in_45_working_days_without_extension() -> None:
    """T-24."""
    case = filed(limit_regime="complaint", statutory=None).case
    assert last_day(case, Kind.ACCEPTANCE) == date(2026, 3, 11)
    case = opened("complaint")
    assert last_day(case, Kind.STATUTORY) == date(2026, 5, 8)
    assert refused(case, 1) == "no_extension"
    review = Review.objects.get(case=case, closed_at=None)
    reviewer = signed_in(world.staff("科室审查岗"))
    assert reviewer.get(f"/desk/reviews/{review.pk}/extension/").status_code == 302


def test_t24_a_report_is_verified_in_fifteen_and_fifteen_more() -> None:
    """T-24: proposed and approved like every extension (C-14)."""
    case = opened("report")
    assert last_day(case, Kind.STATUTORY) == date(2026, 3, 23)
    proposal = propose_act(case, ProposalKind.EXTENSION, reason=WHY, days=15, by=world.staff("科室审查岗"))
    assert "15" in detail(proposal)
    decide_proposal(proposal, approve=True, by=world.staff("分管领导岗"))
    assert last_day(case, Kind.STATUTORY) == date(2026, 4, 14)


@pytest.mark.parametrize("law", [one.key for one in REGIMES if not one.deemed])
def test_c07_only_the_licensing_law_takes_silence_for_acceptance(law: str, time: SimulatedClock) -> None:
    """C-07, T-22 to T-24: elsewhere too late is an alarm, and the case waits on."""
    case = filed(limit_regime=law, statutory=None).case
    move(time, clock_of(case, Kind.ACCEPTANCE).due_at)
    sweep_clocks()
    drain(["interactive"])
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED
    assert Alarm.objects.filter(case=case, clock__kind=Kind.ACCEPTANCE).exists()
    with pytest.raises(Refusal) as refusal:
        deem_accepted(case, by=SYSTEM)  # type: ignore[arg-type]
    assert refusal.value.code == "not_deemed"


def test_the_installation_s_row_counts_for_what_starts_from_now_on() -> None:
    """2.5: every limit is a row."""
    set_limit("T-22", Limit(15, Unit.WORKING_DAYS), basis="张政办〔2026〕3号", by=world.staff("法制审查岗"))
    assert last_day(opened("information"), Kind.STATUTORY) == date(2026, 3, 23)


def test_t06_what_several_bodies_decide_takes_45_days_where_the_item_says_none() -> None:
    """T-06."""
    case = accepted(statutory=None, joint_bodies=["住建局"])
    assert clock_of(case, Kind.STATUTORY).budget == 45


def test_every_limit_a_law_names_is_a_bound_or_the_licensing_law_s() -> None:
    """T-13 to T-24: no law names a limit nobody keeps; an unknown name falls back on the licensing law."""
    usual = {LICENSING.decision, LICENSING.extension, LICENSING.acceptance, LICENSING.reply, ""}
    codes = {bound.code for bound in BOUNDS}
    for law in REGIMES:
        assert {law.decision, law.extension, law.acceptance, law.reply} <= codes | usual, law.key
    assert regime("unheard-of") is LICENSING
