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
from cases.services.decisions import end_procedure
from cases.services.endings import resume_case
from cases.services.issuing import withdraw_case
from cases.services.proposals import decide_proposal, propose_act
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.outbox import drain
from core.queries.calendar import working_calendar
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
JOINT = {"joint_bodies": ["住房和城乡建设局"]}
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
        assert broken() == {}
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


class TestProcedure:
    """C-12: handler and approver; only then the clock stands still and the applicant is told how long."""

    def asked(self, case: Case, **changes: object) -> Proposal:
        usual = {"title": "现场核查", "days": 5, "basis": BASIS, "reason": "需要对经营场所进行现场核实"}
        return propose_act(case, Kind.PROCEDURE, **{**usual, **changes}, by=handler())  # type: ignore[arg-type]

    def test_c12_the_clock_stands_still_only_when_the_head_approves(self) -> None:
        case = accepted()
        proposal = self.asked(case)
        case.refresh_from_db()
        assert case.state == S.IN_REVIEW and not case.clock_entries.exists()
        head = leader()
        decide_proposal(proposal, approve=True, by=head)
        case.refresh_from_db()
        entry = case.clock_entries.get()
        assert (case.state, entry.title, entry.days) == (S.SPECIAL, "现场核查", 5)
        assert case.documents.get(kind=DocumentKind.SPECIAL_NOTICE).content["reason"] == "需要对经营场所进行现场核实"
        line = clock_of(case, ClockKind.STATUTORY).ledger.get(act="pause")
        assert line.actor_label == head.label
        assert broken() == {}

    def test_s12_a_procedure_longer_than_it_was_told_is_an_alarm(self, time: SimulatedClock) -> None:
        case = accepted()
        decide_proposal(self.asked(case, days=2), approve=True, by=leader())
        told = clock_of(case, ClockKind.PROCEDURE)
        assert told.last_day == date(2026, 3, 4)
        move(time, told.due_at)
        sweep_clocks()
        drain(["interactive"])
        assert [alarm.rule for alarm in case.alarms.all()] == ["S-12"]
        case.refresh_from_db()
        end_procedure(case, outcome="符合要求", by=handler())
        assert not case.clocks.filter(kind=ClockKind.PROCEDURE, finished_at=None).exists()
        assert broken() == {}

    def test_a_rejected_one_leaves_the_clock_alone(self) -> None:
        case = accepted()
        decide_proposal(self.asked(case), approve=False, remark="现有材料已能判断", by=leader())
        case.refresh_from_db()
        assert case.state == S.IN_REVIEW and not case.clock_entries.exists()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"title": "听证"}, "procedure_unknown"),
            ({"days": 6}, "too_many_days"),
            ({"days": 0}, "too_many_days"),
            ({"basis": " "}, "basis"),
            ({"reason": "太短"}, "reason"),
        ],
    )
    def test_s13_what_the_law_does_not_know_is_not_even_proposed(self, changes: dict[str, object], code: str) -> None:
        case = accepted()
        assert refusal_of(lambda: self.asked(case, **changes)) == code
        assert not Proposal.objects.exists()

    def test_it_is_proposed_and_ended_beside_the_review(self) -> None:
        case = accepted()
        review = Review.objects.get(case=case, closed_at=None)
        client, place = signed_in(handler()), f"/desk/reviews/{review.pk}/"
        typed = {"procedure": "现场核查", "days": "3", "reason": "需要对经营场所进行现场核实"}
        assert client.post(f"{place}procedure/", typed | {"reason": "短"}).status_code == 422
        assert client.post(f"{place}procedure/", typed | {"days": "400"}).status_code == 422
        assert client.post(f"{place}procedure/", typed).status_code == 302
        assert "现场核查 · 3" in client.get(place).content.decode()
        decide_proposal(Proposal.objects.get(), approve=True, by=leader())
        assert client.post(f"{place}procedure/", {"outcome": "与申报一致"}).status_code == 302
        case.refresh_from_db()
        assert case.state == S.IN_REVIEW


class TestExtension:
    """C-14: the head of the authority; C-15: of a joint case the leader of the government."""

    def asked(self, case: Case, kind: ProposalKind = Kind.EXTENSION, days: int = 5) -> Proposal:
        return propose_act(case, kind, days=days, reason="案情复杂，需要进一步核实", by=handler())

    def test_c14_the_head_of_the_authority_extends_what_a_handler_proposed(self) -> None:
        case = accepted()
        before = last_day(case)
        proposal = self.asked(case)
        assert last_day(case) == before
        head = leader()
        decide_proposal(proposal, approve=True, by=head)
        assert (before, last_day(case)) == (date(2026, 3, 9), date(2026, 3, 16))
        assert case.documents.get(kind=DocumentKind.EXTENSION_NOTICE).content["approver"] == head.label
        assert refusal_of(lambda: self.asked(case)) == "extended_once"

    def test_t05_ten_days_are_the_most(self) -> None:
        assert refusal_of(lambda: self.asked(accepted(), days=11)) == "too_many_days"

    def test_c15_a_joint_case_is_extended_by_fifteen_days_and_by_the_government(self) -> None:
        case = accepted(**JOINT)
        before, mayor = last_day(case, ClockKind.STATUTORY), world.staff("政府领导岗", "政务办")
        assert refusal_of(lambda: self.asked(case, Kind.EXTENSION)) == "wrong_kind"
        proposal = self.asked(case, Kind.JOINT_EXTENSION, days=15)
        assert refusal_of(lambda: decide_proposal(proposal, approve=True, by=leader())) == "forbidden"
        assert signed_in(leader()).get(f"/desk/proposals/{proposal.pk}/").status_code == 404
        decide_proposal(proposal, approve=True, by=mayor)
        moved = last_day(case, ClockKind.STATUTORY)
        assert working_calendar().working_days_between(before, moved) == 15
        assert refusal_of(lambda: self.asked(accepted(**JOINT), Kind.JOINT_EXTENSION, days=16)) == "too_many_days"

    def test_c15_a_case_of_one_body_is_not_the_governments(self) -> None:
        assert refusal_of(lambda: self.asked(accepted(), Kind.JOINT_EXTENSION)) == "wrong_kind"

    def test_it_is_proposed_beside_the_review(self) -> None:
        case = accepted()
        review = Review.objects.get(case=case, closed_at=None)
        client, place = signed_in(handler()), f"/desk/reviews/{review.pk}/"
        assert "10" in client.get(f"{place}extension/").content.decode()
        typed = {"days": "4", "reason": "案情复杂，需要进一步核实"}
        for wrong in ({"days": ""}, {"days": "-1"}, {"days": "9" * 400}, {"days": "11"}, {"reason": ""}):
            assert client.post(f"{place}extension/", typed | wrong).status_code == 422
        assert client.post(f"{place}extension/", typed).status_code == 302
        assert Proposal.objects.get(case=case).days == 4


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
