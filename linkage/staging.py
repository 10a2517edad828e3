"""Opening and closing the stages of a run: what the flow's nodes ask. Runs under the locks of case and run."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, ClockKind
from cases.queries.facts import case_facts
from cases.rules.limits import limit_of_item
from cases.services.clocks import start_clock
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM
from identity.models import Post
from items.frozen import stages_of
from items.models import Seat, Stage, StageDuty
from items.rules.routes import all_that_hold
from linkage.events import StageOpened
from linkage.models import Outcome, Review, Run, Step
from linkage.rules import Next, StageOutcome, StagePlace, stage_outcome, way_after


def stage_of(case: Case, stage_id: int) -> Stage:
    """One reviewed stage of the case's route, with its seats."""
    return next(stage for stage in stages_of(case.route_id or 0) if stage.pk == stage_id)


def stages_for(case: Case) -> list[Stage]:
    """The stages that apply to this case, in order."""
    stages = stages_of(case.route_id) if case.route_id else ()
    if not any(stage.when for stage in stages):
        return list(stages)
    return all_that_hold(stages, case_facts(case))


def outcome_of(stage: Stage, reviews: Sequence[Review]) -> StageOutcome:
    """How the stage stands with the reviews of its present round."""
    return stage_outcome(stage.rule, [review.verdict for review in reviews], at_least=stage.at_least)


def round_of(review: Review) -> tuple[Review, ...]:
    """The reviews asked together with this one; in a one-seat stage it is alone, which takes no query."""
    if len(review.stage.seats.all()) == 1:
        return (review,)
    return tuple(Review.objects.filter(run_id=review.run_id, stage_id=review.stage_id, round=review.round))


def stage_is_closed(activation: Any, _open_steps: Any) -> bool:
    """Whether the join may go on although seats are silent."""
    review = activation.process.spoken
    return outcome_of(review.stage, review.together) is not StageOutcome.PENDING


def weigh(step: Step) -> tuple[str, list[Review]]:
    """Decide where the run goes after `step` and do it: the name of the next node and the reviews to ask, if any."""
    run = step.process
    review = run.spoken
    stages = stages_for(run.case)
    places = [StagePlace(stage.pk, stage.duty == StageDuty.DECIDE) for stage in stages]
    outcome = _close_stage(run, review) if review else StageOutcome.PASSED
    way = way_after(outcome, review.stage_id if review else None, places, objected=run.objected)
    if way.next in {Next.APPROVE, Next.REFUSE}:
        run.outcome = Outcome.APPROVED if way.next is Next.APPROVE else Outcome.REFUSED
        return run.outcome, []
    if way.next is Next.GO_BACK:
        run.returns, run.objected = run.returns + 1, False
        run.save(update_fields=["returns", "objected"])
    reviews = open_stage(run, next(stage for stage in stages if stage.pk == way.stage_id))
    return ("review" if len(reviews) == 1 else "seat_review"), reviews


def open_stage(run: Run, stage: Stage) -> list[Review]:
    """Ask every seat of the stage for its verdict in a new round and start the stage's clock (S-07)."""
    now = clock.now()
    seats = list(stage.seats.all())
    days = max(seat.days for seat in seats)
    case = run.case
    started = start_clock(case, kind=ClockKind.STAGE, limit=limit_of_item(max(days, 1)), at=now, by=SYSTEM)
    number = run.returns + 1
    posts = {seat.pk: post_of(seat, case) for seat in seats}
    reviews = [
        Review(
            run=run,
            case=case,
            stage=stage,
            seat=seat,
            post=posts[seat.pk],
            round=number,
            opened_at=now,
            due_at=started.due_at,
        )
        for seat in seats
    ]
    Review.objects.bulk_create(reviews)
    publish(
        StageOpened(case_id=case.pk, stage_id=stage.pk, title=stage.title, seats=len(seats), round=number),
        by=SYSTEM,
        at=now,
    )
    return reviews


def post_of(seat: Seat, case: Case) -> Post:
    """The post that fills a seat for this case: of the named department, else of the handling body.

    Refuses `no_post` when that body has no such post, which publishing should have found.
    """
    department_id = seat.department_id or case.department_id
    post = Post.objects.filter(department_id=department_id, name=seat.post_name).first()
    if post is None:
        raise Refusal("no_post", _("No post “%(name)s” exists to review this stage.") % {"name": seat.post_name})
    return post


def _close_stage(run: Run, review: Review) -> StageOutcome:
    outcome = outcome_of(review.stage, review.together)
    silent = [other.pk for other in review.together if other.closed_at is None]
    if silent:
        Review.objects.filter(pk__in=silent).update(closed_at=clock.now())
    if outcome is StageOutcome.OBJECTED:
        run.objected = True
        run.save(update_fields=["objected"])
    return outcome
