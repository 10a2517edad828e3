"""What differs between two shapes of an item, element by element and row by row (I-14, H35). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from items.elements import ELEMENTS, Element, Kind

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "legal_basis": ("law", "article"),
    "materials": ("name",),
    "situations": ("key",),
    "options": ("label",),
    "effects": ("kind", "target"),
    "form": ("key",),
    "columns": ("key",),
    "routes": ("kind", "when"),
    "stages": ("title",),
    "seats": ("department", "post_name"),
    "templates": ("kind",),
    "fees": ("name",),
    "results": ("name",),
    "intermediaries": ("name",),
    "procedures": ("kind",),
    "desks": ("hall", "floor", "zone"),
    "faq": ("question",),
}
"""By which columns a row of a table is the same row in both."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `kind` is add, del or change; `place` the element with the row's name and the column, from the
    outside in; `before` and `after` are values, whole rows for add and del of a row.
    """

    kind: str
    place: tuple[str, ...]
    elements: tuple[Element, ...]
    before: Any
    after: Any

    @property
    def key(self) -> str:
        """The element of the item it lies in."""
        return self.elements[0].key


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every difference between two normal shapes, in the order of the elements."""
    found: list[Difference] = []
    for each in ELEMENTS:
        found += _of(each, before.get(each.key, each.blank), after.get(each.key, each.blank), (), ())
    return found


def row_name(table: Element, row: Mapping[str, Any]) -> str:
    """What a row is called in words: its identifying columns, codes by their terms; conditions are left out."""
    parts = [part for part in table.parts if part.key in IDENTITY[table.key] and part.kind is not Kind.JSON]
    return " ".join(part.term_of(str(row[part.key])) for part in parts if row.get(part.key) not in (None, ""))


def _of(
    each: Element, before: Any, after: Any, place: tuple[str, ...], elements: tuple[Element, ...]
) -> list[Difference]:
    if before == after:
        return []
    elements = (*elements, each)
    if each.kind is Kind.ROWS:
        return _rows(each, before, after, place, elements)
    kind = "add" if before == each.blank else "del" if after == each.blank else "change"
    return [Difference(kind, place, elements, before, after)]


def _rows(
    table: Element,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    place: tuple[str, ...],
    elements: tuple[Element, ...],
) -> list[Difference]:
    """Rows are paired by identity; the n-th of equal ones with the n-th. A new order alone is told once."""
    old, new = _named(table, before), _named(table, after)
    found: list[Difference] = []
    for name, row in old.items():
        here = (*place, row_name(table, row))
        if name not in new:
            found.append(Difference("del", here, elements, row, None))
        elif table.parts:
            for part in table.parts:
                found += _of(part, row.get(part.key, part.blank), new[name].get(part.key, part.blank), here, elements)
        elif row != new[name]:
            found.append(Difference("change", here, elements, row, new[name]))
    found += [
        Difference("add", (*place, row_name(table, new[name])), elements, None, new[name])
        for name in new
        if name not in old
    ]
    kept_old, kept_new = [name for name in old if name in new], [name for name in new if name in old]
    if kept_old != kept_new:
        names = [[row_name(table, rows[name]) for name in kept] for rows, kept in ((old, kept_old), (new, kept_new))]
        found.append(Difference("order", place, elements, *names))
    return found


def _named(table: Element, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    named: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        identity = tuple(repr(row.get(part)) for part in IDENTITY[table.key])
        count = 0
        while (*identity, count) in named:
            count += 1
        named[*identity, count] = row
    return named
