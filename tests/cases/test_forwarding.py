"""Cases a higher authority decides (上报件): first review in its limit, all goes up, its decision is written down."""

import pytest

from cases.models import Case, CaseState, ClockKind, ClosingKind, ProposalKind, ProposalVerdict
from cases.services.forwarding import record_higher_decision
from cases.services.proposals import propose_act
from core.outbox import drain
from core.refusal import Refusal
from linkage.exchange.tenevents import TenEvent
from linkage.models import Review, Verdict
from notices.models import Message
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, clock_of, decided
from tests.client import signed_in
from tests.linkage.test_ten_events import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]
OUTCOME = "苏市监许〔2026〕18号，准予许可"


def forwarded(verdict: Verdict = Verdict.APPROVE, opinion: str = "符合条件，同意上报") -> Case:
    return decided(accepted(kind="forwarded", statutory=None), verdict, opinion)


def test_the_first_review_ends_with_the_dispatch_and_not_with_a_decision() -> None:
    """T-07, 2.2: twenty working days of article 43 where the item says none; the clocks end when it goes up."""
    case = forwarded()
    assert (case.state, case.reasons) == (CaseState.FORWARDED, "符合条件，同意上报")
    start = clock_of(case, ClockKind.STATUTORY).ledger.order_by("pk")[0]
    assert (start.rule, start.budget) == ("T-07", 20)
    assert not case.clocks.filter(finished_at=None).exists()
    assert not Review.objects.filter(case=case, closed_at=None).exists()
    assert not case.documents.filter(kind__in=["D-12", "D-13"]).exists()
    assert broken() == {}


def test_a_negative_opinion_goes_up_too() -> None:
    """T-07: the lower body forwards all materials with its opinion; it does not refuse."""
    case = forwarded(Verdict.OBJECT, "选址不符合条件，建议不予许可")
    assert (case.state, case.reasons) == (CaseState.FORWARDED, "选址不符合条件，建议不予许可")


def test_the_decision_of_the_higher_authority_closes_the_case_as_forwarded() -> None:
    """EV10 办结 4 转报."""
    case = record_higher_decision(forwarded(), granted=True, outcome=OUTCOME, by=world.staff("窗口受理岗"))
    drain(["interactive", "pdf"])
    assert (case.state, case.closing) == (CaseState.CLOSED, ClosingKind.FORWARDED)
    row = told(case)[-1]
    assert (row["SJ"], row["BJJGDM"], row["ZFHTHYY"]) == (TenEvent.CLOSED, "4", OUTCOME)
    assert any(OUTCOME in message.text for message in Message.objects.all())
    assert broken() == {}


def test_what_was_proposed_about_it_lapses_with_the_dispatch() -> None:
    """2.2: nobody is left to decide here on a case that has gone up."""
    case = accepted(kind="forwarded", statutory=None)
    words = {"reason": "申请人已注销登记，申请事项不复存在", "basis": "行政许可法实施办法第二十条"}
    proposal = propose_act(case, ProposalKind.TERMINATION, **words, by=world.staff("科室审查岗"))
    decided(case, Verdict.APPROVE)
    drain(["interactive", "pdf"])
    proposal.refresh_from_db()
    assert (case.state, proposal.verdict) == (CaseState.FORWARDED, ProposalVerdict.LAPSED)


def test_it_is_written_down_once_and_with_its_paper() -> None:
    case = forwarded()
    with pytest.raises(Refusal, match="文号"):
        record_higher_decision(case, granted=True, outcome=" ", by=world.staff("窗口受理岗"))
    client = signed_in(world.staff("窗口受理岗"))
    place = f"/desk/cases/{case.pk}/higher-decision/"
    assert place in client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert client.post(place, {"granted": "approve", "outcome": ""}).status_code == 422
    assert client.post(place, {"granted": "approve", "outcome": OUTCOME}).status_code == 302
    with pytest.raises(Refusal) as refused:
        record_higher_decision(case, granted=False, outcome=OUTCOME, by=world.staff("窗口受理岗"))
    assert refused.value.code == "wrong_state"
