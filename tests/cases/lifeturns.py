"""What else may happen to a case under review, mixed into its life: acts of two, supplements, hearings, withdrawals."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases.models import Material, ProposalKind
from cases.queries.hearings import open_hearing
from cases.queries.withdrawals import waiting_withdrawal
from cases.services.decisions import extend_decision
from cases.services.endings import resume_case
from cases.services.hearings import ask_hearing, offer_hearing, waive_hearing
from cases.services.proposals import decide_proposal, propose_act
from cases.services.supplementing import ask_supplement, end_supplement, hand_in_supplement
from cases.services.withdrawing import accept_withdrawal, ask_withdrawal, conclude_withdrawal, take_back_withdrawal
from identity.actors import Actor
from tests import world
from tests.cases.life import UNDECIDED, UNDER_REVIEW, Life, S, sensible_in

REASON, BASIS = "申请人已注销登记，申请事项不复存在", "行政许可法实施办法第二十条"
MATTER = "拟以选址不符合条件为由不予许可"
RUNNING = {S.IN_REVIEW, S.SUPPLEMENTING}


class ActsOfTwo(Life):
    """One proposes, another with the post for it decides (2.2, C-22); an extension, once (C-14)."""

    def act_of_two(self, kind: ProposalKind, lawful: bool, becomes: object, by: Actor) -> bool:
        def both() -> None:
            proposal = propose_act(self.case, kind, reason=REASON, basis=BASIS, by=self.reviewers[0])
            decide_proposal(proposal, approve=True, by=by)

        return self.attempt(lawful, both, becomes)  # type: ignore[arg-type]

    @sensible_in(*UNDECIDED)
    @rule()
    def void(self) -> None:
        if self.act_of_two(ProposalKind.VOID, self.state in UNDECIDED, S.VOIDED, self.supervisor):
            self.owes = False

    @sensible_in(*UNDER_REVIEW)
    @rule()
    def terminate(self) -> None:
        if self.act_of_two(ProposalKind.TERMINATION, self.state in UNDER_REVIEW, S.TERMINATED, self.reviewers[1]):
            self.owes = False

    @sensible_in(S.IN_REVIEW)
    @rule()
    def suspend(self) -> None:
        self.act_of_two(ProposalKind.SUSPENSION, self.state == S.IN_REVIEW, S.SUSPENDED, self.reviewers[1])

    @sensible_in(S.SUSPENDED)
    @rule()
    def go_on(self) -> None:
        lawful = self.state == S.SUSPENDED
        self.attempt(lawful, lambda: resume_case(self.case, outcome="已解除", by=self.reviewers[0]), S.IN_REVIEW)

    @sensible_in(*RUNNING)
    @rule()
    def extend(self) -> None:
        running = self.case.clocks.filter(kind="statutory", finished_at=None, due_at__gt=self.time.now())
        if self.state in {S.SPECIAL, S.SUSPENDED}:
            return
        lawful = self.state in RUNNING and not self.extended and running.exists()
        given = {"days": 5, "reason": "需补充专家意见", "by": self.reviewers[1]}
        done = self.attempt(lawful, lambda: extend_decision(self.case, **given), self.state)
        self.extended = self.extended or done


class Supplements(Life):
    """Asked after the acceptance; nothing of it ever returns a case (2.2, C-20)."""

    @sensible_in(S.IN_REVIEW)
    @rule(days=st.sampled_from([1, 20]))
    def ask_supplement(self, days: int) -> None:
        given = {"faults": self.fault(), "days": days, "basis": "审查通则第九条", "by": self.reviewers[0]}
        self.attempt(self.state == S.IN_REVIEW, lambda: ask_supplement(self.case, **given), S.SUPPLEMENTING)

    @sensible_in(S.SUPPLEMENTING)
    @rule()
    def supplement(self) -> None:
        asked = Material.objects.get(case=self.case, spec__name="申请书")
        lawful = self.state == S.SUPPLEMENTING
        self.attempt(lawful, lambda: hand_in_supplement(asked, [world.pdf()], by=self.applicant), S.IN_REVIEW)

    @sensible_in(S.SUPPLEMENTING)
    @rule()
    def do_without(self) -> None:
        lawful = self.state == S.SUPPLEMENTING
        self.attempt(lawful, lambda: end_supplement(self.case, by=self.reviewers[0]), S.IN_REVIEW)


class Hearings(Life):
    """Nobody decides while the applicant may still be heard (C-16, T-10)."""

    @sensible_in(S.IN_REVIEW, S.SPECIAL)
    @rule()
    def offer_hearing(self) -> None:
        lawful = self.state in {S.IN_REVIEW, S.SPECIAL} and not self.hearing
        if self.attempt(lawful, lambda: offer_hearing(self.case, matter=MATTER, by=self.reviewers[0]), self.state):
            self.hearing = "offered"

    @sensible_in(*UNDER_REVIEW)
    @rule()
    def ask_to_be_heard(self) -> None:
        stops = self.state == S.IN_REVIEW
        becomes = S.SPECIAL if stops else self.state
        if self.attempt(self.hearing == "offered", lambda: ask_hearing(self.case, by=self.applicant), becomes):
            self.hearing, self.halted_by = "asked", "hearing" if stops else self.halted_by

    @sensible_in(*UNDER_REVIEW)
    @rule()
    def waive_hearing(self) -> None:
        ends = self.state == S.SPECIAL and self.halted_by == "hearing"
        becomes = S.IN_REVIEW if ends else self.state
        if self.attempt(bool(self.hearing), lambda: waive_hearing(self.case, by=self.applicant), becomes):
            self.hearing, self.halted_by = "", "" if ends else self.halted_by
            assert open_hearing(self.case) is None


class Withdrawals(Life):
    """At once before the acceptance, afterwards a small case nobody decides beside (C-19)."""

    @sensible_in(*UNDECIDED)
    @rule()
    def withdraw(self) -> None:
        at_once = self.state not in UNDER_REVIEW
        lawful = self.state in UNDECIDED and not self.withdrawal
        becomes = S.WITHDRAWN if at_once else self.state
        if self.attempt(lawful, lambda: ask_withdrawal(self.case, by=self.applicant), becomes):
            self.withdrawal = "" if at_once else "asked"
            self.owes = self.owes and not at_once

    @sensible_in(*UNDER_REVIEW)
    @rule()
    def take_withdrawal_up(self) -> None:
        if asked := waiting_withdrawal(self.case):
            lawful = self.withdrawal == "asked"
            if self.attempt(lawful, lambda: accept_withdrawal(asked, by=self.reviewers[0]), self.state):
                self.withdrawal = "accepted"

    @sensible_in(*UNDER_REVIEW)
    @rule()
    def conclude_withdrawal(self) -> None:
        if asked := waiting_withdrawal(self.case):
            lawful = self.withdrawal == "accepted"
            if self.attempt(lawful, lambda: conclude_withdrawal(asked, by=self.reviewers[0]), S.WITHDRAWN):
                self.owes = False

    @sensible_in(*UNDER_REVIEW)
    @rule()
    def keep(self) -> None:
        if self.attempt(bool(self.withdrawal), lambda: take_back_withdrawal(self.case, by=self.applicant), self.state):
            self.withdrawal = ""
