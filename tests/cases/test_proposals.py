"""Acts two persons do: one proposes, another with the post for it decides (2.2, C-22)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import (
    Case,
    CaseState,
    ClockKind,
    ClosingKind,
    Document,
    DocumentKind,
    Proposal,
    ProposalKind,
    ProposalVerdict,
)
from cases.pages.proposals import kinds_for
from cases.services.endings import resume_case
from cases.services.issuing import withdraw_case
from cases.services.proposals import decide_proposal, propose_act
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from linkage.models import Review
from notices.models import Message
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, at, clock_of, filed, last_day, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
Kind, S = ProposalKind, CaseState
REASON, BASIS = "申请人已注销登记，申请事项不复存在", "行政许可法实施办法第二十条"


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    return time


def handler() -> Actor:
    return world.staff("科室审查岗")


def leader() -> Actor:
    return world.staff("分管领导岗")


def supervisor() -> Actor:
    return world.staff("监察岗")


def proposed(case: Case, kind: ProposalKind = Kind.TERMINATION, by: Actor | None = None) -> Proposal:
    return propose_act(case, kind, reason=REASON, basis=BASIS, by=by or handler())


def refusal_of(deed: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed()  # type: ignore[operator]
    return refused.value.code


class TestTermination:
    """C-22: handler and approver, with the notice D-15."""

    def test_an_approved_termination_ends_the_case_with_its_paper(self) -> None:
        case = accepted()
        proposal = proposed(case)
        case.refresh_from_db()
        assert case.state == S.IN_REVIEW
        decide_proposal(proposal, approve=True, by=leader())
        drain(["interactive", "pdf"])
        case.refresh_from_db()
        assert (case.state, case.closing, case.reasons) == (S.TERMINATED, ClosingKind.RETURNED, REASON)
        paper = Document.objects.get(case=case, kind=DocumentKind.TERMINATION_NOTICE)
        assert paper.number and "政终" in paper.number and paper.file_id
        assert paper.content["remedies"]["review_days"] == 60
        assert not Review.objects.filter(case=case, closed_at=None).exists()
        assert not case.clocks.filter(finished_at=None).exists()
        assert any(REASON in message.text for message in Message.objects.all())
        assert broken() == {}

    def test_a_case_not_yet_accepted_is_not_terminated(self) -> None:
        case = filed().case
        assert refusal_of(lambda: proposed(case)) == "wrong_state"
        assert kinds_for(case) == [Kind.VOID]


class TestVoid:
    """2.2: reason and supervisor."""

    def test_a_void_case_keeps_number_and_history(self) -> None:
        case = accepted()
        number = case.case_no
        proposal = proposed(case, Kind.VOID, by=world.staff("窗口受理岗"))
        assert refusal_of(lambda: decide_proposal(proposal, approve=True, by=leader())) == "forbidden"
        decide_proposal(proposal, approve=True, by=supervisor())
        drain(["interactive", "pdf"])
        case.refresh_from_db()
        assert (case.state, case.closing, case.case_no) == (S.VOIDED, ClosingKind.VOIDED, number)
        assert broken() == {}


class TestSuspension:
    """2.2: paused for a named reason with approval."""

    def test_a_suspended_case_stands_still_until_its_reason_is_gone(self, time: SimulatedClock) -> None:
        case = accepted()
        before = last_day(case)
        decide_proposal(proposed(case, Kind.SUSPENSION), approve=True, by=leader())
        move(time, at(2026, 3, 20))
        assert sweep_clocks() == 0
        case.refresh_from_db()
        assert case.state == S.SUSPENDED
        resume_case(case, outcome="法院裁定已撤销", by=handler())
        case.refresh_from_db()
        assert case.state == S.IN_REVIEW
        assert (before, last_day(case)) == (date(2026, 3, 9), date(2026, 3, 27))
        assert [line.act for line in clock_of(case, ClockKind.STATUTORY).ledger.order_by("pk")] == [
            *("start", "pause", "resume"),
        ]
        review = Review.objects.get(case=case, closed_at=None)
        assert review.due_at == clock_of(case, ClockKind.STAGE).due_at
        assert broken() == {}

    def test_a_suspended_case_can_be_withdrawn(self) -> None:
        case = accepted()
        decide_proposal(proposed(case, Kind.SUSPENSION), approve=True, by=leader())
        withdraw_case(case, by=world.citizen())
        assert broken() == {}


class TestTwoPersons:
    """Nobody decides on what he proposed."""

    def test_the_one_who_proposed_cannot_approve(self) -> None:
        case, head = accepted(), leader()
        proposal = proposed(case, by=head)
        assert refusal_of(lambda: decide_proposal(proposal, approve=True, by=head)) == "own_proposal"

    def test_the_tables_refuse_it_too(self) -> None:
        proposal = proposed(accepted())
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(decided_by=proposal.proposed_by_id)

    def test_a_head_of_another_body_is_nobody(self) -> None:
        proposal = proposed(accepted())
        other = world.staff("分管领导岗", "住建局")
        assert refusal_of(lambda: decide_proposal(proposal, approve=True, by=other)) == "forbidden"
        assert signed_in(other).get(f"/desk/proposals/{proposal.pk}/").status_code == 404

    def test_it_is_decided_once_and_a_rejection_says_why(self) -> None:
        case = accepted()
        proposal = proposed(case)
        assert refusal_of(lambda: decide_proposal(proposal, approve=False, by=leader())) == "remark"
        decide_proposal(proposal, approve=False, remark="情形不成立", by=leader())
        assert refusal_of(lambda: decide_proposal(proposal, approve=True, by=leader())) == "decided_before"
        case.refresh_from_db()
        assert case.state == S.IN_REVIEW

    def test_one_proposal_waits_at_a_time_and_lapses_with_the_case(self) -> None:
        case = accepted()
        proposal = proposed(case)
        assert refusal_of(lambda: proposed(case, Kind.SUSPENSION)) == "proposed_before"
        withdraw_case(case, by=world.citizen())
        drain(["interactive", "pdf"])
        proposal.refresh_from_db()
        assert proposal.verdict == ProposalVerdict.LAPSED
        assert refusal_of(lambda: decide_proposal(proposal, approve=True, by=leader())) == "decided_before"

    @pytest.mark.parametrize(
        ("given", "code"), [({"reason": "太短"}, "reason"), ({"basis": " "}, "basis"), ({"reason": " " * 30}, "reason")]
    )
    def test_a_proposal_has_its_reason_and_its_law(self, given: dict[str, str], code: str) -> None:
        case = accepted()
        words = {"reason": REASON, "basis": BASIS} | given
        assert refusal_of(lambda: propose_act(case, Kind.TERMINATION, **words, by=handler())) == code
        assert not Proposal.objects.exists()


class TestPages:
    """From the case to the decision, in the browser's words."""

    def test_it_is_proposed_on_the_case_and_decided_on_the_list(self) -> None:
        case = accepted()
        client = signed_in(handler())
        typed = {"kind": "termination", "reason": REASON, "basis": BASIS}
        assert client.post(f"/desk/cases/{case.pk}/propose/", typed).status_code == 302
        head = signed_in(leader())
        listed = head.get("/desk/proposals/").content.decode()
        assert REASON in listed and case.version.name in listed
        place = f"/desk/proposals/{Proposal.objects.get().pk}/"
        assert BASIS in head.get(place).content.decode()
        assert head.post(place, {"verdict": "approve"}).status_code == 302
        case.refresh_from_db()
        assert case.state == S.TERMINATED
        assert head.post(place, {"verdict": "approve"}).status_code == 404

    @pytest.mark.parametrize(
        "typed",
        [{}, {"kind": "void"}, {"kind": "burn", "reason": REASON}, {"kind": "termination", "reason": REASON}],
    )
    def test_what_is_wrong_is_said_and_kept(self, typed: dict[str, str]) -> None:
        case = accepted()
        answer = signed_in(handler()).post(f"/desk/cases/{case.pk}/propose/", typed)
        assert answer.status_code == 422
        assert typed.get("reason", "") in answer.content.decode()
        assert not Proposal.objects.exists()

    def test_a_suspension_is_ended_on_its_page(self) -> None:
        case = accepted()
        decide_proposal(proposed(case, Kind.SUSPENSION), approve=True, by=leader())
        client = signed_in(handler())
        assert client.post(f"/desk/cases/{case.pk}/resume/", {"outcome": ""}).status_code == 422
        assert client.post(f"/desk/cases/{case.pk}/resume/", {"outcome": "法院裁定已撤销"}).status_code == 302
        case.refresh_from_db()
        assert case.state == S.IN_REVIEW
