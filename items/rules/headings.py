"""Which column of a foreign sheet is which element: by the words of its heading, and where the headings stand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from items.rules.cells import comparable, plain_text

SURE, LIKELY = 1.0, 0.55
"""A heading that is a known name; the least likeness worth suggesting."""
LOOKED_AT = 30
"""Rows from the top among which headings are looked for."""
NOTES = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|^[\d０-９]{1,2}[.．、]|[*＊※★：:]|必填|选填")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An element a column may be, and how sure that is, from LIKELY to SURE."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings stand: place of the first row among those looked at, how many rows they take, and the texts
    by column.
    """

    place: int
    depth: int
    headings: tuple[str, ...]


def heading_text(raw: Any) -> str:
    """A heading as one line without remarks in brackets, marks and numbers."""
    text = plain_text(raw).replace("\n", "")
    return re.sub(r"\s", "", NOTES.sub("", text)) or re.sub(r"\s", "", text)


def likeness(heading: str, name: str) -> float:
    """How much two headings are alike, 0 to 1: shared signs and pairs of them, and more if one is part of the other."""
    one, other = comparable(heading), comparable(name)
    if not one or not other:
        return 0.0
    if one == other:
        return SURE
    shared = 0.6 * _shared(set(one), set(other)) + 0.4 * _shared(_pairs(one), _pairs(other))
    part = min(len(one), len(other)) / max(len(one), len(other)) if one in other or other in one else 0.0
    return min(0.99, max(shared, 0.5 + part / 2 if part >= 0.4 else 0.0))


def suggestions(headings: Sequence[str], names: Mapping[str, Iterable[str]]) -> dict[int, Suggestion]:
    """The element each column most likely is; every element at most once, the likeliest pairs first.

    `names` are the words an element is known by: its official term and what other lists call it.
    """
    pairs = sorted(
        (
            (-max((likeness(heading, name) for name in known), default=0.0), place, key)
            for place, heading in enumerate(map(heading_text, headings))
            if heading
            for key, known in names.items()
        ),
    )
    found: dict[int, Suggestion] = {}
    taken: set[str] = set()
    for negative, place, key in pairs:
        if -negative < LIKELY:
            break
        if place not in found and key not in taken:
            found[place] = Suggestion(key, -negative)
            taken.add(key)
    return found


def find_header(rows: Sequence[Sequence[Any]], names: Mapping[str, Iterable[str]]) -> Header | None:
    """The headings among the first rows of a sheet: the row that holds most known names, and the row below it where a
    heading is parted into several (申请材料 over 名称 and 份数). None when no row holds two different known names.

    Merged cells have been spread before, so a title over all columns is one text repeated.
    """
    known = {comparable(name) for each in names.values() for name in each}
    best, place = 0.0, -1
    for at, row in enumerate(rows[:LOOKED_AT]):
        texts = {comparable(heading_text(value)) for value in row if isinstance(value, str)}
        hits = len(texts & known) + sum(_like_a_name(text, known) for text in texts - known) / 2
        if hits > best:
            best, place = hits, at
    if best < 2:
        return None
    return _with_depth(rows, place, known)


def _with_depth(rows: Sequence[Sequence[Any]], place: int, known: set[str]) -> Header:
    """A group over the row, or parts under it: the texts of both lines where they differ."""
    above = rows[place - 1] if place else []
    if _parts(above, rows[place]):
        return Header(place - 1, 2, _joined(above, rows[place]))
    if place + 1 < len(rows) and _parts(rows[place], rows[place + 1]):
        return Header(place, 2, _joined(rows[place], rows[place + 1]))
    return Header(place, 1, tuple(heading_text(value) for value in rows[place]))


def _parts(upper: Sequence[Any], lower: Sequence[Any]) -> bool:
    """Whether the lower row parts headings of the upper: one text above several different ones, another the same in
    both rows, as merged cells leave them."""
    pairs = [(heading_text(a), heading_text(b)) for a, b in zip(upper, lower, strict=False)]
    same = any(a and a == b for a, b in pairs)
    below: dict[str, set[str]] = {}
    for a, b in pairs:
        below.setdefault(a, set()).add(b)
    return same and any(len(texts - {a, ""}) > 1 for a, texts in below.items() if a)


def _joined(upper: Sequence[Any], lower: Sequence[Any]) -> tuple[str, ...]:
    width = max(len(upper), len(lower))
    padded = ([*map(heading_text, row), *[""] * (width - len(row))] for row in (upper, lower))
    return tuple(b if a == b or not a else a + b for a, b in zip(*padded, strict=True))


def _like_a_name(text: str, known: set[str]) -> bool:
    return 2 <= len(text) <= 16 and any(likeness(text, name) >= 0.7 for name in known)


def _shared(some: set[str], others: set[str]) -> float:
    return 2 * len(some & others) / (len(some) + len(others))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}
