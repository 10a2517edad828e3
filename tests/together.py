"""Doing things at the same moment, each in a thread and on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier
from typing import Any

from django.db import connections

from core.refusal import Refusal

PATIENCE_SECONDS = 60


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Start all deeds together; their answers in the same order, where one that was refused answers its Refusal.

    The clock of the test is theirs as well. Anything else they raise is raised here.
    """
    start = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENCE_SECONDS)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        doing = [pool.submit(copy_context().run, do, deed) for deed in deeds]
        return [done.result() for done in doing]


def refusals(answers: list[Any]) -> list[Refusal]:
    """The answers that are refusals."""
    return [answer for answer in answers if isinstance(answer, Refusal)]
