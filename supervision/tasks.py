"""The heartbeat of call-backs."""

from celery import shared_task

from supervision.archives import sweep_unarchived
from supervision.services import sweep_callbacks


@shared_task(ignore_result=True)
def sweep_due_callbacks() -> None:
    """Raise the cards of call-backs that fell due."""
    sweep_callbacks()


@shared_task(ignore_result=True)
def sweep_unarchived_cases() -> None:
    """Warn about ended cases whose file is not archived in its time (S-30)."""
    sweep_unarchived()
