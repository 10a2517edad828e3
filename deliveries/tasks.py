"""The heartbeat of parcels."""

from contextlib import suppress

from celery import shared_task

from deliveries.carriers import CarrierAway
from deliveries.services.reconciling import reconcile_recent_days
from deliveries.services.tracking import SWEEP_BATCH, ask_silent_parcels, watch_late_parcels

BATCHES = 10


@shared_task(ignore_result=True)
def sweep_silent_parcels() -> None:
    """Ask for tracks that went silent, in batches, until none is left or the task has run long enough."""
    for _batch in range(BATCHES):
        if ask_silent_parcels() < SWEEP_BATCH:
            return


@shared_task(ignore_result=True)
def reconcile_parcels() -> None:
    """Compare with the carriers' statements and raise the alarm about late parcels; a carrier that is away is asked
    again at the next turn."""
    watch_late_parcels()
    with suppress(CarrierAway):
        reconcile_recent_days()
