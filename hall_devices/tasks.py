"""Work without a visitor."""

from celery import shared_task

from hall_devices.services.tickets import close_past_days
from identity.actors import SYSTEM


@shared_task(ignore_result=True)
def close_queues() -> None:
    """Queues of days gone by are closed; runs every hour, so that a night without power does not matter."""
    close_past_days(by=SYSTEM)
