"""Signs of life of beat and worker: each writes its own, and a sign that is too old counts as death.

Beat sings when it has sent the canary task, the worker when it has run it, so readiness can tell which of them is gone.
"""

from celery.signals import after_task_publish, beat_init
from django.core.cache import cache

TASK = "govportal.tasks.sing"
FRESH_SECONDS = 90
SINGERS = ("beat", "worker")


def sing(singer: str) -> None:
    """Note that `singer` is alive now; the note fades after FRESH_SECONDS."""
    cache.set(_key(singer), True, FRESH_SECONDS)


def is_alive(singer: str) -> bool:
    """Whether `singer` gave a sign of life within FRESH_SECONDS."""
    return cache.get(_key(singer)) is not None


def _key(singer: str) -> str:
    return f"canary:{singer}"


@after_task_publish.connect(sender=TASK)
def _sent(**_: object) -> None:
    sing("beat")


@beat_init.connect
def _at_once(sender: object = None, **_: object) -> None:
    """The first canary does not wait for the schedule: a fresh start is ready as soon as its worker is."""
    sender.app.send_task(TASK)  # type: ignore[attr-defined]
