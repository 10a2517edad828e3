"""Tasks of the project itself."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from govportal import canaries


@shared_task(name=canaries.TASK, ignore_result=True, expires=canaries.FRESH_SECONDS)
def sing() -> None:
    """The worker's sign of life."""
    canaries.sing("worker")


@shared_task(ignore_result=True)
def clear_sessions() -> None:
    """Delete sessions that have expired: nothing else does, and they say who was here."""
    SessionStore.clear_expired()
