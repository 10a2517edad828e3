"""Tasks of the project itself."""

from celery import shared_task

from govportal import canaries


@shared_task(name=canaries.TASK, ignore_result=True, expires=canaries.FRESH_SECONDS)
def sing() -> None:
    """The worker's sign of life."""
    canaries.sing("worker")
