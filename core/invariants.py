"""Facts that must hold whatever happened: each one SQL that returns the rows that break it.

Apps register theirs from `AppConfig.ready()`; `manage.py check_invariants` and the fault tests ask all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Invariant:
    """One numbered sentence and the statement that finds what contradicts it."""

    number: str
    sentence: str
    statement: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer for one invariant: up to SAMPLE offending rows (ids and scalars), none when it holds."""

    invariant: Invariant
    rows: tuple[tuple[Any, ...], ...]

    @property
    def holds(self) -> bool:
        return not self.rows


_invariants: dict[str, Invariant] = {}


def invariant(number: str, sentence: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Registers a function that returns one SELECT of the rows breaking the invariant. Raises ValueError for a repeat.

    The statement must not contain user input and should name the offender in its first column.
    """

    def register(statement: Callable[[], str]) -> Callable[[], str]:
        if number in _invariants:
            raise ValueError(f"invariant {number} is registered twice")
        _invariants[number] = Invariant(number, sentence, statement)
        return statement

    return register


def registered() -> list[Invariant]:
    """All invariants, ascending by number."""
    return sorted(_invariants.values(), key=lambda one: [part.zfill(4) for part in one.number.split(".")])


def check(one: Invariant) -> Finding:
    """Ask the database."""
    with connection.cursor() as cursor:
        cursor.execute(one.statement())
        return Finding(one, tuple(cursor.fetchmany(SAMPLE)))
