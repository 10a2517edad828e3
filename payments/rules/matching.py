"""Reconciliation: where the ledger and a gateway's statement say different things (C-41, H72). Pure; money in fen."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mismatch(StrEnum):
    """How they differ."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Movement:
    """Money in (plus) or out (minus) under one of our numbers."""

    number: str
    fen: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One number about which they differ, with what each side says."""

    kind: Mismatch
    number: str
    ours_fen: int
    theirs_fen: int


def differences(ours: Iterable[Movement], theirs: Iterable[Movement]) -> list[Finding]:
    """Every number that is not the same on both sides, by number; several movements of one number are added up, so
    that a payment the gateway lists twice is found."""
    here, there = _sums(ours), _sums(theirs)
    return [
        _finding(number, here.get(number), there.get(number))
        for number in sorted(here.keys() | there.keys())
        if here.get(number) != there.get(number)
    ]


def _finding(number: str, ours: int | None, theirs: int | None) -> Finding:
    if ours is None:
        return Finding(Mismatch.MISSING_HERE, number, 0, theirs or 0)
    if theirs is None:
        return Finding(Mismatch.MISSING_THERE, number, ours, 0)
    return Finding(Mismatch.AMOUNT, number, ours, theirs)


def _sums(movements: Iterable[Movement]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in movements:
        found[one.number] = found.get(one.number, 0) + one.fen
    return found
