"""A withdrawal is itself a small case after acceptance: asked, taken up, concluded (C-19, 2.2)."""

import pytest
from django.test import Client

from cases.models import Case, CaseState, Clock, ClockKind, DocumentKind, ProposalKind, WithdrawalEnding
from cases.pages.withdrawals import withdrawing_lead
from cases.queries.statuscodes import status_facts
from cases.queries.withdrawals import waiting_withdrawal, withdrawals_for
from cases.rules.statuscodes import ApplicationStatus, ItemStatus, application_status, item_status
from cases.services.issuing import withdraw_case
from cases.services.proposals import decide_proposal, propose_act
from cases.services.sweeping import sweep_clocks
from cases.services.withdrawing import (
    accept_withdrawal,
    ask_withdrawal,
    conclude_withdrawal,
    take_back_withdrawal,
)
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from notices.models import Message
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, decided, filed, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    return time


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def asked(owner: Actor) -> Case:
    return ask_withdrawal(accepted(owner), reason="不再开店了", by=owner)


def refusal_of(deed: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed()  # type: ignore[operator]
    return refused.value.code


def codes(case: Case) -> tuple[ItemStatus | None, ApplicationStatus | None]:
    return item_status(status_facts(case)), application_status([status_facts(case)])


def test_c19_before_acceptance_an_application_is_taken_back_at_once(owner: Actor) -> None:
    case = ask_withdrawal(filed(owner).case, by=owner)
    assert case.state == CaseState.WITHDRAWN
    assert codes(case) == (ItemStatus.TAKEN_BACK, ApplicationStatus.WITHDRAWAL_CLOSED)
    assert broken() == {}


def test_c19_an_accepted_application_is_taken_back_when_the_body_has_concluded_it(owner: Actor) -> None:
    case, clerk = asked(owner), world.staff("窗口受理岗")
    assert case.state == CaseState.IN_REVIEW
    assert codes(case) == (ItemStatus.WITHDRAWAL_WAITS, ApplicationStatus.WITHDRAWAL_WAITS)
    withdrawal = withdrawals_for(clerk).get()
    assert refusal_of(lambda: conclude_withdrawal(withdrawal, by=clerk)) == "not_waiting"
    withdrawal = accept_withdrawal(withdrawal, by=clerk)
    assert codes(case) == (ItemStatus.WITHDRAWAL_WAITS, ApplicationStatus.WITHDRAWAL_ACCEPTED)
    assert refusal_of(lambda: accept_withdrawal(withdrawal, by=clerk)) == "not_waiting"
    conclude_withdrawal(withdrawal, by=clerk)
    drain(["interactive", "pdf"])
    case.refresh_from_db()
    assert (case.state, case.reasons) == (CaseState.WITHDRAWN, "不再开店了")
    assert codes(case) == (ItemStatus.WITHDRAWN, ApplicationStatus.WITHDRAWAL_CLOSED)
    paper = case.documents.get(kind=DocumentKind.WITHDRAWAL_NOTICE)
    assert paper.file_id and "政撤" in (paper.number or "")
    assert not case.clocks.filter(finished_at=None).exists()
    assert not Review.objects.filter(case=case, closed_at=None).exists()
    assert Message.objects.filter(title="已撤回").exists()
    assert refusal_of(lambda: conclude_withdrawal(withdrawal, by=clerk)) == "not_waiting"
    assert broken() == {}


def test_nobody_decides_a_case_its_applicant_wants_back(owner: Actor) -> None:
    case = asked(owner)
    first = Review.objects.get(case=case, closed_at=None)
    give_verdict(first, Decision(Verdict.APPROVE), by=world.staff("科室审查岗"))
    last, leader = Review.objects.get(case=case, closed_at=None), world.staff("分管领导岗")
    assert refusal_of(lambda: give_verdict(last, Decision(Verdict.APPROVE), by=leader)) == "withdrawal_waits"
    take_back_withdrawal(case, by=owner)
    give_verdict(last, Decision(Verdict.APPROVE), by=leader)
    case.refresh_from_db()
    assert case.state == CaseState.GRANTED
    assert case.withdrawals.get().ending == WithdrawalEnding.TAKEN_BACK
    assert not case.clocks.filter(kind=ClockKind.WITHDRAWAL, finished_at=None).exists()
    assert broken() == {}


def test_it_is_asked_once_at_a_time_and_may_be_asked_again(owner: Actor) -> None:
    case = asked(owner)
    assert refusal_of(lambda: ask_withdrawal(case, by=owner)) == "asked_before"
    take_back_withdrawal(case, by=owner)
    assert refusal_of(lambda: take_back_withdrawal(case, by=owner)) == "not_waiting"
    ask_withdrawal(case, by=owner)
    assert Clock.objects.filter(case=case, kind=ClockKind.WITHDRAWAL).count() == 2
    assert broken() == {}


def test_a_decided_case_is_not_taken_back(owner: Actor) -> None:
    case = decided(accepted(owner), Verdict.APPROVE)
    assert refusal_of(lambda: ask_withdrawal(case, by=owner)) == "wrong_state"
    assert waiting_withdrawal(case) is None


def test_a_body_that_lets_a_withdrawal_wait_is_late(owner: Actor, time: SimulatedClock) -> None:
    case = asked(owner)
    due = Clock.objects.get(case=case, kind=ClockKind.WITHDRAWAL).due_at
    move(time, due)
    sweep_clocks()
    drain(["interactive"])
    assert Alarm.objects.filter(case=case, clock__kind=ClockKind.WITHDRAWAL).exists()


def test_what_waits_on_a_case_that_ended_is_gone_at_once(owner: Actor) -> None:
    """Also before the workers have heard of the end: nobody takes up what cannot be concluded any more."""
    case = asked(owner)
    withdrawal = case.withdrawals.get()
    withdraw_case(case, by=owner)
    assert refusal_of(lambda: accept_withdrawal(withdrawal, by=world.staff("科室审查岗"))) == "not_waiting"
    case.refresh_from_db()
    assert waiting_withdrawal(case) is None


def test_the_pages_lead_from_the_wish_to_the_notice(owner: Actor) -> None:
    case, clerk = accepted(owner), world.staff("窗口受理岗")
    mine, desk = signed_in(owner), signed_in(clerk)
    place = f"/space/cases/{case.pk}/"
    assert withdrawing_lead(case) in mine.get(f"{place}withdraw/").content.decode()
    assert mine.post(f"{place}withdraw/", {"reason": "不再开店了"}).status_code == 302
    page = mine.get(place).content.decode()
    assert f"{place}keep/" in page and f"{place}withdraw/" not in page
    listed = desk.get("/desk/withdrawals/").content.decode()
    withdrawal = case.withdrawals.get()
    assert "不再开店了" in listed and f"/desk/withdrawals/{withdrawal.pk}/" in listed
    assert desk.post(f"/desk/withdrawals/{withdrawal.pk}/").headers["Location"].endswith(f"{withdrawal.pk}/")
    assert desk.post(f"/desk/withdrawals/{withdrawal.pk}/").headers["Location"] == "/desk/withdrawals/"
    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert desk.get(f"/desk/withdrawals/{withdrawal.pk}/").status_code == 404


def test_strangers_see_no_withdrawal_and_keep_nothing(owner: Actor) -> None:
    case = asked(owner)
    other: Client = signed_in(world.staff("窗口受理岗", "住建局"))
    assert other.get(f"/desk/withdrawals/{case.withdrawals.get().pk}/").status_code == 404
    stranger = signed_in(world.citizen(name="周敏"))
    assert stranger.post(f"/space/cases/{case.pk}/keep/").status_code == 404
    assert waiting_withdrawal(case) is not None


def test_a_case_voided_meanwhile_leaves_no_withdrawal(owner: Actor) -> None:
    case = asked(owner)
    reason = "重复录入，应当作废处理"
    proposal = propose_act(case, ProposalKind.VOID, reason=reason, by=world.staff("窗口受理岗"))
    decide_proposal(proposal, approve=True, by=world.staff("监察岗"))
    drain(["interactive", "pdf"])
    assert case.withdrawals.get().ending == WithdrawalEnding.LAPSED
    assert broken() == {}
