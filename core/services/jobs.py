"""Long jobs tell how far they are. Progress is written outside the job's own transactions where there are any."""

from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.models import Job, JobState
from core.refusal import Refusal


def start_job(kind: str, *, by: Doer, total: int | None = None) -> Job:
    """A waiting job of `kind` that `by` can watch. The caller queues the task with its id."""
    now = clock.now()
    return Job.objects.create(
        kind=kind, total=total, started_by_id=by.account_id, started_by=by.label, created_at=now, changed_at=now
    )


def report_progress(job_id: int, done: int, *, total: int | None = None, message: str = "") -> None:
    """The job runs and has done so much; `total` and `message` stay as they are when not given.

    Refuses `job_over` for a job that has finished or failed, which tells a twice delivered task to stop.
    """
    changes: dict[str, Any] = {"state": JobState.RUNNING, "done": done}
    changes |= {"total": total} if total is not None else {}
    changes |= {"message": message[:300]} if message else {}
    _change(job_id, **changes)


def finish_job(job_id: int, *, result: dict[str, Any] | None = None, message: str = "") -> None:
    """The job is finished; `result` holds ids and counts, never personal data. Refuses `job_over`."""
    _change(job_id, state=JobState.FINISHED, result=result or {}, message=message[:300])


def fail_job(job_id: int, message: str) -> None:
    """The job failed; `message` tells its starter why and what to do. Refuses `job_over`."""
    _change(job_id, state=JobState.FAILED, message=message[:300])


def _change(job_id: int, **changes: Any) -> None:
    open_job = Job.objects.filter(pk=job_id, state__in=[JobState.WAITING, JobState.RUNNING])
    if not open_job.update(changed_at=clock.now(), **changes):
        raise Refusal("job_over", _("This job is over already."), conflict=True)
