"""The only door to the workflow engine. Callers hold the case's lock first, then the run's (lock order)."""

from datetime import datetime

from django.utils.translation import gettext as _
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.status import PROCESS

from cases.models import Case
from core.refusal import Refusal
from linkage.flows import ApprovalFlow
from linkage.models import Outcome, Review, Run, Step


def start_run(case: Case) -> Run:
    """Begin the approval of a case; the first stage opens, or the run ends at once when no stage applies."""
    activation = ApprovalFlow.start.activation_class.create(ApprovalFlow.start, None, None)
    activation.process.case = case
    activation.execute()
    return activation.process


def give_verdict(review: Review, case: Case) -> Run:
    """Complete the step of a review whose verdict is stored. Claim, start and completion happen in one go.

    Refuses `busy` (a conflict) when another reviewer of the same case holds the run for longer than the lock timeout.
    """
    try:
        with ApprovalFlow.lock(review.run_id):
            step = Step.objects.select_related("process").get(review=review)
            step.review, step.process.case, step.process.spoken = review, case, review
            activation = step.flow_task.activation_class(step)
            activation.run(None)
            activation.execute()
            return activation.process
    except FlowLockFailed as error:
        sentence = _("Somebody else is deciding this case right now. Please try again.")
        raise Refusal("busy", sentence, conflict=True) from error


def cancel_run(case: Case, *, at: datetime) -> None:
    """Cancel the live run of a case, if it has one; open reviews close without a verdict."""
    run = Run.objects.filter(case=case).exclude(status__in=[PROCESS.DONE, PROCESS.CANCELED]).first()
    if run is None:
        return
    run.outcome = Outcome.CANCELLED
    ApprovalFlow.instance.cancel(run)
    Review.objects.filter(run=run, closed_at=None).update(closed_at=at)
