"""What the events of a carrier add up to. Pure.

Events carry the carrier's running number, 1 to n. They may come late, twice, in any order, or not at all: what counts
is the run of numbers from 1 without a gap, so that nothing has to be taken back when a late one comes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class ParcelState(StrEnum):
    """Where a parcel is."""

    ORDERING = "ordering"
    REJECTED = "rejected"
    ORDERED = "ordered"
    COLLECTED = "collected"
    IN_TRANSIT = "in_transit"
    OUT = "out"
    SIGNED = "signed"
    RETURNED = "returned"
    LOST = "lost"


TOLD = (
    ParcelState.COLLECTED,
    ParcelState.IN_TRANSIT,
    ParcelState.OUT,
    ParcelState.SIGNED,
    ParcelState.RETURNED,
    ParcelState.LOST,
)
"""What a carrier's events can say; the other states are ours."""
FINAL = (ParcelState.SIGNED, ParcelState.RETURNED, ParcelState.LOST, ParcelState.REJECTED)
FAILED = (ParcelState.RETURNED, ParcelState.LOST, ParcelState.REJECTED)
"""Ends after which somebody has to act."""


class Heard(Protocol):
    """One event of a track, as far as the fold needs to know."""

    @property
    def sequence(self) -> int: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Track:
    """`state` after the first `upto` events (ORDERED after none); `waiting` later ones wait behind a gap. `end` is the
    number of the event that ended the journey; what a carrier says after it is kept and changes nothing.
    """

    state: ParcelState
    upto: int
    waiting: int
    end: int | None


def fold(events: Iterable[Heard]) -> Track:
    """The track of these events, in whatever order and however often they are given."""
    by_number = {event.sequence: ParcelState(event.state) for event in events}
    state, upto, end = ParcelState.ORDERED, 0, None
    while (upto + 1) in by_number:
        upto += 1
        if end is None:
            state = by_number[upto]
            end = upto if state in FINAL else None
    return Track(state, upto, len(by_number) - upto, end)
