"""From what the editor posts to a shape: names such as `materials.2.name`, and deeds such as `add:materials`. Pure.

What is typed is kept as typed where it is not of its kind (letters for a number): the checks say so, nothing is lost.
"""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from core.keys import key_in
from items.elements import Element, Kind

Posted = Mapping[str, Sequence[str]]
Shape = dict[str, Any]


def read(posted: Posted, elements: Sequence[Element], prefix: str = "") -> Shape:
    """The values of these elements as posted; tables by the number of rows in `<name>.rows`. Elements that were not on
    the page are left out.
    """
    found: Shape = {}
    for each in elements:
        name = f"{prefix}{each.key}"
        if each.kind is Kind.ROWS:
            if f"{name}.rows" in posted:
                count = int(_one(posted, f"{name}.rows") or 0)
                found[each.key] = [read(posted, each.parts, f"{name}.{row}.") for row in range(1, count + 1)]
        elif name in posted or f"{name}.asked" in posted:
            found[each.key] = _value(each, posted, name)
    return found


def changed_rows(shape: Shape, deed: str, elements: Sequence[Element]) -> Shape:
    """The shape after one deed on a table: `add:materials`, `copy:materials.2`, `remove:materials.2`, `up:…`, `down:…`.

    Raises ValueError for a deed or a place that does not exist.
    """
    verb, _colon, place = deed.partition(":")
    shape = deepcopy(shape)
    if verb == "add":
        rows, table = _table(shape, elements, place.split("."))
        rows.append(blank_row(table))
        return shape
    *way, last = place.split(".")
    rows, _found = _table(shape, elements, way)
    row = int(last) - 1
    if not 0 <= row < len(rows):
        raise ValueError(deed)
    if verb == "remove":
        del rows[row]
    elif verb == "copy":
        rows.insert(row + 1, deepcopy(rows[row]))
    elif verb in ("up", "down"):
        other = row + (1 if verb == "down" else -1)
        if 0 <= other < len(rows):
            rows[row], rows[other] = rows[other], rows[row]
    else:
        raise ValueError(deed)
    return shape


def blank_row(table: Element) -> Shape:
    """A row of a table nobody has filled; a table inside it begins with one row."""
    return {
        part.key: [blank_row(part)] if part.kind is Kind.ROWS and part.need == "M" else deepcopy(part.blank)
        for part in table.parts
    }


def _table(shape: Shape, elements: Sequence[Element], way: Sequence[str]) -> tuple[list[Shape], Element]:
    """The rows of the table at the end of `materials` or `routes.1.stages`, and what it is."""
    here: Any = shape
    known, table = elements, None
    for name in way:
        if (number := key_in(name)) is not None:
            row = number - 1
            if not 0 <= row < len(here):
                raise ValueError(".".join(way))
            here = here[row]
            continue
        table = next((each for each in known if each.key == name and each.kind is Kind.ROWS), None)
        if table is None:
            raise ValueError(".".join(way))
        here, known = here[name], table.parts
    if table is None or not isinstance(here, list):
        raise ValueError(".".join(way))
    return here, table


def _one(posted: Posted, name: str) -> str:
    values = posted.get(name) or [""]
    return values[-1]


def _value(each: Element, posted: Posted, name: str) -> Any:
    text = _one(posted, name).replace("\r\n", "\n").strip()
    if each.kind is Kind.YES_NO:
        return text == "yes"
    if each.kind is Kind.CODES:
        return [value for value in posted.get(name, []) if value]
    if each.kind is Kind.LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if each.kind is Kind.INTEGER:
        return None if not text else text if (number := key_in(text)) is None else number
    if each.kind is Kind.DATE:
        return text or None
    if each.kind is Kind.DATA:
        return _data(text)
    return _condition(posted, name, text) if each.kind is Kind.JSON else text


def _data(text: str) -> Any:
    """A number or a list as JSON writes it; any other text, and text in quotation marks, is text."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _condition(posted: Posted, name: str, text: str) -> Any:
    """A condition is asked as fact, comparison and value, or written out where it has parts."""
    if fact := _one(posted, f"{name}.fact").strip():
        op, value = _one(posted, f"{name}.op"), _one(posted, f"{name}.value").strip()
        return {"fact": fact, "op": op, "value": _plain(value, several=op == "in")}
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(text: str, *, several: bool) -> Any:
    if several:
        return [_plain(part.strip(), several=False) for part in text.replace("、", ",").replace("，", ",").split(",")]
    if text in ("true", "false"):
        return text == "true"
    number = key_in(text.removeprefix("-"))
    if number is None:
        return text
    return -number if text.startswith("-") else number
