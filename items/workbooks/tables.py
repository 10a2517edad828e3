"""Tables of our own workbook: which columns a sheet has and how a value stands in a cell, both ways without loss."""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from items.rules import cells
from items.rules.cells import CodeList, Unreadable

LONGEST = 32_767
"""Signs a cell of a spreadsheet can hold."""
BETWEEN = "；"
NOT_CHOSEN = "（未选）"
"""Stands for an empty value where an empty cell would mean the usual one."""


class Kind(Enum):
    """How a value is written into a cell."""

    TEXT = "text"
    LINES = "lines"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of its value in a row, its heading in official terms, and its codes if it has any.

    `open` lets other words than those of the list stand in a cell. `usual` says that an empty cell means the usual
    value of the element, not nothing. `width` is in signs.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    codes: CodeList = field(default_factory=lambda: CodeList({}))
    open: bool = False
    usual: bool = False
    required: bool = False
    width: int = 16


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet and its columns."""

    key: str
    title: str
    columns: tuple[Column, ...]


def written(value: Any, column: Column) -> str | int | Decimal | date | None:
    """The cell of a value; an empty one for None, an empty text or list. Raises `too_long` above LONGEST signs."""
    if column.kind is Kind.CODE and value in column.codes.terms:
        return column.codes.terms[value]
    if value == "" and column.usual:
        return NOT_CHOSEN
    if value is None or value == "" or value == []:
        return None
    match column.kind:
        case Kind.INTEGER:
            return int(value)
        case Kind.MONEY:
            return Decimal(int(value)) / 100
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.YES_NO:
            return "是" if value else "否"
    text = _text(value, column)
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise Unreadable("too_long", value=text[:20])
    return text


def _text(value: Any, column: Column) -> str:
    match column.kind:
        case Kind.CODES:
            return BETWEEN.join(_guarded(column.codes.terms.get(one, one), BETWEEN) for one in value)
        case Kind.LINES:
            return "\n".join(_guarded(str(one), "\n") for one in value)
        case Kind.DATA:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def value_of(raw: Any, column: Column) -> Any:
    """The value a cell means; by kind None, an empty text or an empty list for an empty one. Raises Unreadable."""
    match column.kind:
        case Kind.TEXT:
            return raw if isinstance(raw, str) else cells.plain_text(raw)
        case Kind.LINES:
            return _parts(raw, "\n")
        case Kind.INTEGER:
            return _not_negative(cells.integer(raw))
        case Kind.MONEY:
            return cells.fen(raw)
        case Kind.DATE:
            found = cells.day(raw)
            return found.isoformat() if found else None
        case Kind.YES_NO:
            return cells.yes_no(raw)
        case Kind.CODE:
            return _code(raw, column)
        case Kind.CODES:
            return [code for part in _parts(raw, BETWEEN) if (code := _code(part, column)) is not None]
        case Kind.DATA:
            return _data(raw)


def _not_negative(number: int | None) -> int | None:
    if number is not None and number < 0:
        raise Unreadable("not_an_integer", value=number)
    return number


def _code(raw: Any, column: Column) -> Any:
    """An empty cell is None where it means the usual value, else an empty text."""
    if raw is None or raw == "":
        return None if column.usual or column.kind is Kind.CODES else ""
    if raw == NOT_CHOSEN:
        return ""
    for code, term in column.codes.terms.items():
        if raw == term:
            return code
    try:
        return cells.code_of(raw, column.codes)
    except Unreadable:
        if not column.open:
            raise
        return raw if isinstance(raw, str) else cells.plain_text(raw)


def _data(raw: Any) -> Any:
    text = cells.plain_text(raw)
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Unreadable("not_data", value=text[:40]) from None


def _guarded(part: str, sign: str) -> str:
    """A part of a list whose own separators and \\ are marked, so that they do not part it."""
    return part.replace("\\", "\\\\").replace(sign, "\\" + sign) or "\\0"


def _parts(raw: Any, sign: str) -> list[str]:
    """The parts of a list as we write it."""
    text = raw if isinstance(raw, str) else cells.plain_text(raw)
    parts = re.findall(rf"((?:[^\\{sign}]|\\.)+)", text, re.DOTALL)
    return ["" if part == "\\0" else re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts]
