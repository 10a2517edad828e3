"""How the reviewers of the simulated town decide a case."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from cases.models import Case, CaseState, ProposalKind
from cases.queries.proposals import waiting_proposal
from cases.services.decisions import end_procedure, is_joint
from cases.services.proposals import decide_proposal, propose_act
from core import clock
from core.queries.calendar import working_calendar
from govportal.simulation import words
from govportal.simulation.habits import (
    OFFICE_HOURS_A_DAY,
    Habits,
    chance,
    office_moment,
    pick,
    review_hours,
)
from govportal.simulation.town import Holder, Town
from identity.actors import Actor
from items.models import StageDuty
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict

Story = Iterator[datetime]
UNDECIDED = {CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SPECIAL}


@dataclass
class Reviews:
    """The reviews of one accepted case, each taken up by somebody at its post in his own time."""

    town: Town
    habits: Habits
    dice: Random
    case: Case
    wait: Callable[[datetime], Story]
    moments: dict[int, datetime] = field(default_factory=dict)
    returns: int = 0
    paused: bool = False

    def story(self) -> Story:
        """Verdict after verdict, until the case is decided or nobody is left who may decide it."""
        while self.case.state in UNDECIDED:
            review = self._next()
            if review is None or (holder := self._holder(review)) is None:
                return
            yield from self.wait(max(self.moments[review.pk], clock.now()))
            yield from self._act(review.pk, holder)
            self.case.refresh_from_db()

    def _next(self) -> Review | None:
        """The open review somebody takes up first."""
        reviews = list(Review.objects.filter(case=self.case, closed_at=None).select_related("seat").order_by("pk"))
        for review in reviews:
            if review.pk not in self.moments:
                holder = self._holder(review)
                pace = holder.pace if holder else 1.0
                hours = review_hours(self.dice, self.habits, review.seat.days, pace)
                self.moments[review.pk] = office_moment(working_calendar(), clock.now(), hours)
        return min(reviews, key=lambda review: self.moments[review.pk], default=None)

    def _holder(self, review: Review) -> Holder | None:
        spoke = Review.objects.filter(run_id=review.run_id).exclude(stage_id=review.stage_id)
        besides = set(spoke.exclude(decided_by=None).values_list("decided_by_id", flat=True))
        return self.town.holder(review.post_id, besides) or self.town.holder(review.post_id, set())

    def _act(self, review_id: int, holder: Holder) -> Story:
        self.case.refresh_from_db()
        review = Review.objects.select_related("run", "stage").get(pk=review_id)
        if review.closed_at is not None or self.case.state not in UNDECIDED:
            return
        if not self.paused and chance(self.dice, self.habits.procedure):
            yield from self._procedure(holder.actor)
        if chance(self.dice, self.habits.extend):
            self._extend(holder.actor)
        give_verdict(review, self._decision(review), by=holder.actor)

    def _procedure(self, actor: Actor) -> Story:
        self.paused = True
        spec = self.case.version.specialprocedurespec_set.order_by("order").first()
        if spec is None:
            return
        days = self.dice.randint(1, spec.days)
        reason = pick(self.dice, words.PROCEDURE_REASONS)
        asked = {"title": spec.kind, "days": days, "basis": spec.basis, "reason": reason}
        if not self._approved(ProposalKind.PROCEDURE, asked, by=actor):
            return
        hours = min(days, 12) * OFFICE_HOURS_A_DAY * self.dice.uniform(0.4, 1.05)
        yield from self.wait(office_moment(working_calendar(), clock.now(), hours))
        end_procedure(self.case, outcome=pick(self.dice, words.PROCEDURE_OUTCOMES), by=actor)

    def _approved(self, kind: ProposalKind, asked: dict[str, Any], *, by: Actor) -> bool:
        """Propose it; the leader of the body approves, unless he is the one who proposes."""
        leader = self.town.leader(self.case.department_id)
        if leader is None or leader.staff_id == by.staff_id or waiting_proposal(self.case):
            return False
        decide_proposal(propose_act(self.case, kind, **asked, by=by), approve=True, by=leader)
        return True

    def _extend(self, actor: Actor) -> None:
        statutory = self.case.clocks.filter(kind="statutory", finished_at=None).first()
        extended = self.case.clock_entries.filter(kind="extension").exists()
        if statutory and not extended and clock.now() < statutory.due_at and not is_joint(self.case):
            asked = {"days": self.dice.randint(2, 10), "reason": pick(self.dice, words.EXTENSION_REASONS)}
            self._approved(ProposalKind.EXTENSION, asked, by=actor)

    def _decision(self, review: Review) -> Decision:
        deciding = review.stage.duty == StageDuty.DECIDE
        if review.run.objected and deciding:
            return Decision(Verdict.OBJECT, pick(self.dice, words.OBJECTIONS))
        if not self.returns and deciding and chance(self.dice, self.habits.send_back):
            self.returns += 1
            return Decision(Verdict.RETURN, pick(self.dice, words.RETURNS))
        if chance(self.dice, self.habits.object):
            return Decision(Verdict.OBJECT, pick(self.dice, words.OBJECTIONS))
        return Decision(Verdict.APPROVE, pick(self.dice, words.APPROVALS))
