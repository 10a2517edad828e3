"""The heartbeat of call-backs and supervision orders."""

from celery import shared_task

from supervision.archives import sweep_unarchived
from supervision.orders import sweep_orders
from supervision.parcels import sweep_late_parcels
from supervision.services import sweep_callbacks


@shared_task(ignore_result=True)
def sweep_due_callbacks() -> None:
    """Raise the cards of call-backs that fell due."""
    sweep_callbacks()


@shared_task(ignore_result=True)
def sweep_due_orders() -> None:
    """Raise the cards of supervision orders that nobody answered in time."""
    sweep_orders()


@shared_task(ignore_result=True)
def sweep_unarchived_cases() -> None:
    """Warn about ended cases whose file is not archived in its time (S-30)."""
    sweep_unarchived()


@shared_task(ignore_result=True)
def sweep_late_parcels_of_cases() -> None:
    """Raise the cards of parcels with results that are late (S-09)."""
    sweep_late_parcels()
