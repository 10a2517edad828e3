"""The heartbeat of call-backs and supervision orders."""

from celery import shared_task

from supervision.orders import sweep_orders
from supervision.services import sweep_callbacks


@shared_task(ignore_result=True)
def sweep_due_callbacks() -> None:
    """Raise the cards of call-backs that fell due."""
    sweep_callbacks()


@shared_task(ignore_result=True)
def sweep_due_orders() -> None:
    """Raise the cards of supervision orders that nobody answered in time."""
    sweep_orders()
