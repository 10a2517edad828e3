"""Opening runs and giving verdicts."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from cases.models import Case, CaseState, Clock, ClockKind
from cases.queries.hearings import open_hearing
from cases.queries.proceedings import proceeding_of
from cases.queries.visits import open_visit
from cases.queries.withdrawals import waiting_withdrawal
from cases.services.concluding import conclude_proceeding
from cases.services.decisions import grant_case, refuse_case
from cases.services.forwarding import forward_case
from cases.services.life import locked, take
from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from items.models import ItemKind, StageDuty
from linkage import engine
from linkage.events import VerdictGiven
from linkage.models import Outcome, Review, Run, Verdict
from linkage.queries import barred_from
from linkage.services.holding import must_be_free
from linkage.staging import round_of, stage_of

OPINION_MIN = 4
OPEN_TO_VERDICTS = frozenset({CaseState.ACCEPTED, CaseState.IN_REVIEW})
"""Otherwise the clock stands still, the applicant was asked for more, or the case is decided."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a seat says: the verdict and the words for it."""

    verdict: Verdict
    opinion: str = ""


def open_run(case: Case, *, by: Doer) -> Run:
    """Begin the approval of an accepted case; a case that needs no review is granted at once (C-11).

    A case has one live run; the database refuses a second.
    """
    with locked(case) as case:
        run = engine.start_run(case)
        _follow(run, by, "")
    return run


def follow_stage_clock(cases: QuerySet[Case]) -> None:
    """Give the open reviews of these cases the due moment of their stage's clock, which alone counts."""
    running = Clock.objects.filter(case=OuterRef("case_id"), kind=ClockKind.STAGE, finished_at=None)
    reviews = Review.objects.filter(closed_at=None, case__in=cases).filter(Exists(running))
    reviews.update(due_at=Subquery(running.values("due_at")))


def follow_redated_clocks(first_id: int, last_id: int) -> None:
    """The same for every case whose stage clock has a key in this range."""
    follow_stage_clock(
        Case.objects.filter(clocks__in=Clock.objects.filter(pk__range=(first_id, last_id), kind=ClockKind.STAGE))
    )


def give_verdict(review: Review, decision: Decision, *, by: Actor) -> Review:
    """Store a seat's verdict and let the run go on: next stage, decision in favour, or refusal.

    Refuses `forbidden` for another post, `already_decided` and `held` (conflicts) when a colleague decided or claimed
    it, `opinion` when an objection or a return has no words, `withdrawal_waits`, `hearing_open` and `visit_open`
    (conflicts) while the applicant wants his application back, may still be heard, or staff were sent to look,
    `same_person` when the decider already spoke in this run from another post (S-15; a route may seat one post twice),
    `cannot_approve` when an earlier stage objected. Publishes VerdictGiven, and what the case services publish on a
    decision.
    """
    with locked(Case(pk=review.case_id)) as case:
        review = Review.objects.select_related("run").get(pk=review.pk)
        review.stage = stage_of(case, review.stage_id)
        _check(review, case, decision, by)
        review.verdict, review.opinion = decision.verdict, decision.opinion.strip()
        review.decided_by_id, review.decided_at = by.staff_id, clock.now()
        review.holder_id = review.holder_id and by.staff_id
        review.closed_at = review.decided_at
        review.save(update_fields=["verdict", "opinion", "decided_by", "decided_at", "closed_at", "holder"])
        event = VerdictGiven(
            case_id=case.pk, review_id=review.pk, title=review.stage.title, verdict=decision.verdict.value
        )
        publish(event, by=by, at=review.decided_at)
        review.together = round_of(review)
        run = engine.give_verdict(review, case)
        _follow(run, by, _reasons(run))
    return review


def _follow(run: Run, by: Doer, reasons: str) -> None:
    """What the state of a run means for the case."""
    if run.outcome == Outcome.OPEN and run.case.state == CaseState.ACCEPTED:
        take(run.case, "begin_review", clock.now())
    elif run.outcome != Outcome.OPEN and (proceeding := proceeding_of(run.case)) is not None:
        upheld = run.outcome == Outcome.APPROVED
        conclude_proceeding(proceeding, upheld=upheld, reasons=reasons or _last_words(run), by=by)
    elif run.outcome != Outcome.OPEN and run.case.version.kind == ItemKind.FORWARDED:
        forward_case(run.case, agreed=run.outcome == Outcome.APPROVED, opinion=reasons or _last_words(run), by=by)
    elif run.outcome == Outcome.APPROVED:
        grant_case(run.case, by=by)
    elif run.outcome == Outcome.REFUSED:
        refuse_case(run.case, reasons=reasons, by=by)


def _last_words(run: Run) -> str:
    """The opinion with which the last seat agreed."""
    last = run.reviews.filter(verdict=Verdict.APPROVE).order_by("-decided_at").first()
    return last.opinion if last else ""


def _reasons(run: Run) -> str:
    """The objections of the run, the last first: the reasons of a refusal (C-17)."""
    if run.outcome != Outcome.REFUSED:
        return ""
    objections = run.reviews.filter(verdict=Verdict.OBJECT).order_by("-decided_at").values_list("opinion", flat=True)
    return "；".join(dict.fromkeys(objections))


def _check(review: Review, case: Case, decision: Decision, by: Actor) -> None:
    if review.post_id not in by.post_ids:
        raise Refusal("forbidden", _("This review belongs to another post."))
    if review.closed_at is not None:
        raise Refusal("already_decided", _("This review has already been decided."), conflict=True)
    must_be_free(review, by)
    if case.state not in OPEN_TO_VERDICTS:
        sentence = _("This case is “%(state)s” now, so that is not possible.") % {"state": case.get_state_display()}
        raise Refusal("wrong_state", sentence, conflict=True)
    if decision.verdict in {Verdict.OBJECT, Verdict.RETURN} and len(decision.opinion.strip()) < OPINION_MIN:
        raise Refusal("opinion", _("Say why in a few words."), field="opinion")
    if review.stage.duty == StageDuty.DECIDE:
        _check_decider(review, case, decision, by)


def _check_decider(review: Review, case: Case, decision: Decision, by: Actor) -> None:
    if waiting_withdrawal(case) is not None:
        sentence = _("The applicant wants to withdraw: conclude that first, or wait until he changes his mind.")
        raise Refusal("withdrawal_waits", sentence, conflict=True)
    if open_hearing(case) is not None:
        sentence = _("A hearing of this case is open: it is decided after it, or when nobody asks for it.")
        raise Refusal("hearing_open", sentence, conflict=True)
    if open_visit(case) is not None:
        sentence = _(
            "Staff were sent to look on the spot: write down what they found, or call it off, before a decision."
        )
        raise Refusal("visit_open", sentence, conflict=True)
    if review.run.objected and decision.verdict == Verdict.APPROVE:
        sentence = _("A stage before has objected: the case can only be refused or sent back.")
        raise Refusal("cannot_approve", sentence, conflict=True)
    review.case = case
    if by.staff_id in barred_from(review):
        raise Refusal("same_person", _("Whoever reviewed a case may not decide it as well."))
