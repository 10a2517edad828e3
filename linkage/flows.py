"""The one approval flow: an interpreter of the frozen stages of a published version. Reads top-down as a protocol.

    start → review (one seat)                → weigh → next stage | approved | refused
          → seat_review × n (parallel seats) → gather → weigh …

Weighing is part of the steps that lead to it, which saves two tasks a stage. Node names are stored as text
and stay dull.
"""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.flow import Flow
from viewflow.workflow.lock import SelectForUpdateLock

from linkage import staging
from linkage.models import Run, Step
from linkage.nodes import Gather, OpenRun, SoleReview


class ApprovalFlow(Flow):
    """Approval of one case."""

    process_class = Run
    task_class = Step
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = OpenRun()
    review = SoleReview()
    seat_review = flow.Handle().Next(this.gather)
    gather = Gather(continue_on_condition=staging.stage_is_closed)
    approved = flow.End()
    refused = flow.End()
