"""Facts that must hold whatever happened, each with a question that returns the rows breaking it: one SQL, normally.

Apps register theirs from `AppConfig.ready()`; `manage.py check_invariants` and the fault tests ask all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection

SAMPLE = 20

Row = tuple[Any, ...]
Question = Callable[[], "str | Iterable[Row]"]


@dataclass(frozen=True, slots=True)
class Invariant:
    """One numbered sentence and the question that finds what contradicts it.

    Those kept `apart` are asked on demand: they read every stored file, or hold only where workers run.
    """

    number: str
    sentence: str
    question: Question
    apart: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer for one invariant: up to SAMPLE offending rows (ids and scalars), none when it holds."""

    invariant: Invariant
    rows: tuple[Row, ...]

    @property
    def holds(self) -> bool:
        return not self.rows


_invariants: dict[str, Invariant] = {}


def invariant(number: str, sentence: str, *, apart: bool = False) -> Callable[[Question], Question]:
    """Registers a function that returns one SELECT of the rows breaking the invariant, or yields such rows itself.

    The first column names the offender; no column holds personal data. Raises ValueError for a number given twice.
    """

    def register(question: Question) -> Question:
        if number in _invariants:
            raise ValueError(f"invariant {number} is registered twice")
        _invariants[number] = Invariant(number, sentence, question, apart)
        return question

    return register


def registered() -> list[Invariant]:
    """All invariants, ascending by number."""
    return sorted(_invariants.values(), key=lambda one: [part.zfill(4) for part in one.number.split(".")])


def check(one: Invariant) -> Finding:
    """Ask."""
    answer = one.question()
    if not isinstance(answer, str):
        return Finding(one, tuple(islice(answer, SAMPLE)))
    with connection.cursor() as cursor:
        cursor.execute(answer)
        return Finding(one, tuple(cursor.fetchmany(SAMPLE)))
