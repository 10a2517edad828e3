"""The heartbeat of call-backs."""

from celery import shared_task

from supervision.services import sweep_callbacks


@shared_task(ignore_result=True)
def sweep_due_callbacks() -> None:
    """Raise the cards of call-backs that fell due."""
    sweep_callbacks()
