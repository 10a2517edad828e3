"""Wake-ups for workers: a lost one costs seconds, never data, because the sweep finds what nobody woke."""

from celery import shared_task

from core.outbox import drain

QUEUES = ("interactive", "exchange", "bulk", "pdf")


@shared_task(ignore_result=True)
def deliver_queue(queue: str) -> None:
    """Deliver what is due in one queue."""
    drain([queue])


@shared_task(ignore_result=True)
def sweep_deliveries() -> None:
    """Deliver what is due in any queue although its wake-up was lost."""
    drain(QUEUES)


def wake(queue: str) -> None:
    """Tell a worker that `queue` has work; the broker being away is survivable."""
    deliver_queue.apply_async(args=[queue], queue=queue, retry=False, expires=60)
