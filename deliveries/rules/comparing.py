"""A carrier's statement against our parcels (H72). Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Difference(StrEnum):
    """What can differ."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    STATE = "state"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Line:
    """One parcel in a statement or in our books; `price` in fen, None while nobody said one."""

    waybill: str
    state: str
    price: int | None


@dataclass(frozen=True, slots=True)
class Differing:
    """One difference; `ours` and `theirs` are empty where a side knows nothing."""

    kind: Difference
    waybill: str
    ours: str = ""
    theirs: str = ""


def differences(ours: Iterable[Line], theirs: Iterable[Line]) -> list[Differing]:
    """What differs, by waybill. A parcel can differ in its state and its price at once. A statement that names a
    parcel twice is judged by its last line.
    """
    mine = {line.waybill: line for line in ours}
    said = {line.waybill: line for line in theirs}
    found = [Differing(Difference.UNKNOWN, key, theirs=said[key].state) for key in said.keys() - mine.keys()]
    found += [Differing(Difference.MISSING, key, ours=mine[key].state) for key in mine.keys() - said.keys()]
    found += [one for key in mine.keys() & said.keys() for one in _between(mine[key], said[key])]
    return sorted(found, key=lambda one: (one.waybill, one.kind))


def _between(ours: Line, theirs: Line) -> Iterator[Differing]:
    if ours.state != theirs.state:
        yield Differing(Difference.STATE, ours.waybill, ours.state, theirs.state)
    if ours.price != theirs.price:
        yield Differing(Difference.PRICE, ours.waybill, _fen(ours.price), _fen(theirs.price))


def _fen(price: int | None) -> str:
    return "" if price is None else str(price)
