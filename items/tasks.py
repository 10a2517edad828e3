"""The heartbeat of the catalogue and its long work; each task calls one service."""

from datetime import timedelta

from celery import Task, shared_task
from django.db import transaction

from core import clock
from core.models import Job, JobState
from identity.actors import SYSTEM
from identity.models import Account
from identity.queries import actor_of
from items.models import BookImport, BookStage
from items.reach import EXPORT
from items.services.bookexports import run_export
from items.services.bookruns import left_behind, run_check, run_import
from items.services.cancelling import cancel_due
from items.services.confirming import remind_of_reviews
from items.services.directory import flip_due
from items.services.handing import publish_due
from items.services.measuring import measure_uncounted
from items.services.misses import forget_old_misses
from items.services.reminding import remind_of_waiting

BULK = "bulk"
LOST_AFTER = timedelta(minutes=2)
"""A worker tells of progress every hundred items, which takes seconds."""


@shared_task(ignore_result=True)
def work_on_book(book_id: int) -> None:
    """Check or import a spreadsheet, whatever it waits for."""
    book = BookImport.objects.select_related("started_by").get(pk=book_id)
    if book.stage == BookStage.CHECKING:
        run_check(book_id)
    elif book.stage == BookStage.IMPORTING:
        run_import(book_id, by=actor_of(book.started_by) if book.started_by else SYSTEM)


@shared_task(ignore_result=True)
def write_book(job_id: int) -> None:
    """Write the catalogue into a workbook for whoever asked for it."""
    job = Job.objects.get(pk=job_id)
    if not job.is_over:
        run_export(job_id, by=actor_of(Account.objects.filter(pk=job.started_by_id or 0).first()))


@shared_task(ignore_result=True)
def resume_books() -> None:
    """Go on with imports and exports whose worker was lost, or whose wake-up was."""
    before = clock.now() - LOST_AFTER
    for book_id in left_behind(before):
        queue_book(book_id)
    lost = Job.objects.filter(kind=EXPORT, state__in=[JobState.WAITING, JobState.RUNNING], changed_at__lt=before)
    for job_id in lost.values_list("pk", flat=True):
        queue_export(job_id)


def queue_export(job_id: int) -> None:
    """Have a worker write a workbook."""
    _send(write_book, job_id)


def queue_book(book_id: int) -> None:
    """Have a worker go on with a spreadsheet; a lost word costs minutes, for the sweep finds it."""
    _send(work_on_book, book_id)


def _send(task: Task, key: int) -> None:
    """Once the transaction commits; the broker being away is survivable, for the sweep looks again."""
    transaction.on_commit(lambda: task.apply_async(args=(key,), queue=BULK, retry=False), robust=True)


@shared_task(ignore_result=True)
def keep_plans() -> None:
    """Bring into force and end what is planned for today, remind of drafts that wait too long and of items nobody
    looked at, and count how complete the rest is.
    """
    publish_due()
    cancel_due()
    flip_due()
    remind_of_waiting()
    measure_uncounted()
    remind_of_reviews()


@shared_task(ignore_result=True)
def sweep_old_misses() -> None:
    """Nobody looks at searches of long ago."""
    forget_old_misses()
