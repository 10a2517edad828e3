"""Wake-ups for workers: a lost one costs seconds, never data, because the sweep finds what nobody woke."""

from contextlib import suppress

import structlog
from celery import shared_task
from django.core.cache import cache
from redis.exceptions import RedisError

from core import clock
from core.outbox import due_queues, take_turn
from core.queries.calendar import missing_years
from core.services.uploads import sweep_uploads

EXPIRES_SECONDS = 60
ON_ITS_WAY_SECONDS = 10
"""A word that was lost silences others for no longer than the sweep's turn."""

logger = structlog.get_logger()


@shared_task(ignore_result=True)
def deliver_queue(queue: str) -> None:
    """Deliver what is due in one queue, for a turn; what is left stands in line again behind other queues."""
    with suppress(RedisError):  # before looking: whatever is stored from now on sends a word of its own
        cache.delete(_on_its_way(queue))
    if take_turn(queue):
        wake(queue)


@shared_task(ignore_result=True)
def sweep_deliveries() -> None:
    """Wake workers for what is due although its wake-up was lost."""
    for queue in due_queues():
        _send(queue)


@shared_task(ignore_result=True)
def watch_calendar() -> None:
    """Raise the alarm while a year that should be loaded is not: from 1 December on the next one (T-36)."""
    if years := missing_years(clock.today()):
        logger.error("calendar_missing", years=years)


@shared_task(ignore_result=True)
def forget_uploads() -> None:
    """Forget what nobody went on sending for a day, in batches, until a batch finds nothing."""
    while sweep_uploads():
        pass


def wake(queue: str) -> None:
    """Tell a worker that `queue` has work, unless a word nobody has heard yet is on its way: one is enough for all.

    The broker being away is survivable, and so is a word that was lost: the sweep always sends one.
    """
    try:
        first = cache.add(_on_its_way(queue), 1, ON_ITS_WAY_SECONDS)
    except RedisError:
        first = True
    if first:
        _send(queue)


def _send(queue: str) -> None:
    deliver_queue.apply_async(args=(queue,), queue=queue, retry=False, expires=EXPIRES_SECONDS)


def _on_its_way(queue: str) -> str:
    return f"wake:{queue}"
