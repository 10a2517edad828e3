"""The heartbeat of the catalogue."""

from celery import shared_task

from items.services.cancelling import cancel_due
from items.services.directory import flip_due
from items.services.handing import publish_due
from items.services.reminding import remind_of_waiting


@shared_task(ignore_result=True)
def keep_plans() -> None:
    """Bring into force and end what is planned for today, and remind of drafts that wait too long."""
    publish_due()
    cancel_due()
    flip_due()
    remind_of_waiting()
