"""Numbers of blanks and what may become of one (Z20). Pure."""

import re
from collections.abc import Mapping

STOCK, HANDED, USED, SPOILED, RETURNED, DESTROYED = "stock", "handed", "used", "spoiled", "returned", "destroyed"
MOVES: Mapping[str, tuple[frozenset[str], str]] = {
    "hand_out": (frozenset({STOCK}), HANDED),
    "give_back": (frozenset({HANDED}), STOCK),
    "spoil": (frozenset({STOCK, HANDED, USED}), SPOILED),
    "return": (frozenset({STOCK}), RETURNED),
    "destroy": (frozenset({STOCK, SPOILED}), DESTROYED),
}
"""From which states each deed takes a blank, and into which; printing takes it from HANDED to USED."""
REMOVALS = frozenset({"return", "destroy"})
"""Two persons do these."""
NUMBER = re.compile(r"([0-9A-Z-]{0,20}?)([0-9]{3,12})")
MOST_AT_ONCE = 5_000


class NoRange(ValueError):
    """Two numbers that are not the ends of one delivery; `args` holds the code of what is wrong."""


def numbers_between(first: str, last: str) -> list[str]:
    """All numbers of a delivery, both ends included: the same prefix, the same number of digits, at most MOST_AT_ONCE.

    Raises NoRange `number` for an end that is none, `prefix` where they do not belong together, `order`, `too_many`.
    """
    ends = [NUMBER.fullmatch(text) for text in (first, last)]
    if ends[0] is None or ends[1] is None:
        raise NoRange("number")
    (prefix, begin), (other, end) = ends[0].groups(), ends[1].groups()
    if prefix != other or len(begin) != len(end):
        raise NoRange("prefix")
    if int(end) < int(begin):
        raise NoRange("order")
    if int(end) - int(begin) >= MOST_AT_ONCE:
        raise NoRange("too_many")
    return [f"{prefix}{number:0{len(begin)}d}" for number in range(int(begin), int(end) + 1)]


def is_low(left: int, least: int) -> bool:
    """Whether new blanks should be ordered; `least` 0 asks for no hint."""
    return left < least
