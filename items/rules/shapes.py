"""The normal shape of an item: one nested value with every element of `items.elements` by key, however little of it
was given. Drafts are kept in it, files and spreadsheets are read into it, versions are written back as it. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from items.elements import ELEMENTS, Element, Kind, element
from items.rules.files import from_file
from items.rules.forms import STRUCTURE

Shape = dict[str, Any]
CALLED = frozenset({"key", "label", "type"})


class UnknownElement(ValueError):
    """A name that no element of an item has; the message is the name with its place, such as `materials.3.colour`."""


def blank() -> Shape:
    """An item nobody has written anything about."""
    return {each.key: each.blank for each in ELEMENTS}


def normal(given: Mapping[str, Any]) -> Shape:
    """The whole shape of what was given in the words of item files or in those of `items.elements`, or both.

    What is missing or null is blank; rows of tables are completed likewise; questions without a key are named q1, q2 ….
    Raises UnknownElement for a name that is no element's.
    """
    shape = _completed(from_file(given), ELEMENTS, "")
    for number, question in enumerate(shape["situations"], start=1):
        question["key"] = question["key"] or f"q{number}"
    return shape


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The elements that differ between two normal shapes, in the order of the list."""
    return [each.key for each in ELEMENTS if before.get(each.key, each.blank) != after.get(each.key, each.blank)]


def only_minor(keys: Iterable[str]) -> bool:
    """Whether a change of these elements is only about where and whom to ask, so that neither law nor lists change; no
    change at all is none.
    """
    found = list(keys)
    return bool(found) and all(element(key).minor for key in found)


def public(shape: Mapping[str, Any]) -> Shape:
    """What everybody may know of a normal shape: all but what is internal."""
    return _public(shape, ELEMENTS)


def _public(row: Mapping[str, Any], elements: Sequence[Element]) -> Shape:
    open_ones = [each for each in elements if not each.internal and each.key in row]
    return {
        each.key: [_public(inner, each.parts) for inner in row[each.key]] if each.parts else row[each.key]
        for each in open_ones
    }


def _completed(given: Mapping[str, Any], elements: Sequence[Element], place: str) -> Shape:
    known = {each.key for each in elements}
    for name in given:
        if name not in known:
            raise UnknownElement(f"{place}{name}")
    return {each.key: _value(each, given.get(each.key), f"{place}{each.key}") for each in elements}


def sparse(row: Mapping[str, Any]) -> Shape:
    """A row without what is blank, but always with what it is called; whether a question is required is always said, of
    a page or a computed row never.
    """
    asks = row.get("type") not in STRUCTURE and not row.get("formula")
    kept = {
        name: value
        for name, value in row.items()
        if name in CALLED or (value not in (None, "", [], {}) and name != "required")
    }
    return {**kept, **({"required": bool(row.get("required"))} if asks else {})}


def _value(each: Element, value: Any, place: str) -> Any:
    if value is None:
        return each.blank
    if each.kind is Kind.ROWS and each.parts:
        rows = [_completed(row, each.parts, f"{place}.{number}.") for number, row in enumerate(value, start=1)]
        return [sparse(row) for row in rows] if each.sparse else rows
    if each.kind in (Kind.LINES, Kind.CODES):
        return list(value)
    return value.isoformat() if each.kind is Kind.DATE and not isinstance(value, str) else value
