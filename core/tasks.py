"""Wake-ups for workers: a lost one costs seconds, never data, because the sweep finds what nobody woke."""

import structlog
from celery import shared_task

from core import clock
from core.outbox import due_queues, take_turn
from core.queries.calendar import missing_years

logger = structlog.get_logger()


@shared_task(ignore_result=True)
def deliver_queue(queue: str) -> None:
    """Deliver what is due in one queue, for a turn; what is left stands in line again behind other queues."""
    if take_turn(queue):
        wake(queue)


@shared_task(ignore_result=True)
def sweep_deliveries() -> None:
    """Wake workers for what is due although its wake-up was lost."""
    for queue in due_queues():
        wake(queue)


@shared_task(ignore_result=True)
def watch_calendar() -> None:
    """Raise the alarm while a year that should be loaded is not: from 1 December on the next one (T-36)."""
    if years := missing_years(clock.today()):
        logger.error("calendar_missing", years=years)


def wake(queue: str) -> None:
    """Tell a worker that `queue` has work; the broker being away is survivable."""
    deliver_queue.apply_async(args=(queue,), queue=queue, retry=False, expires=60)
