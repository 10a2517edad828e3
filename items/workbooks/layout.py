"""The sheets of our own workbook, made from the elements of an item: one for the items, one for each of their tables.

Tables inside tables (stages and seats of a route, options and effects of a question) share a sheet: every level has its
number, and what belongs to a level stands in the first row of each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from items.elements import ROWS, SCALARS, Element
from items.elements import Kind as ElementKind
from items.rules.cells import CodeList
from items.rules.shapes import Shape
from items.workbooks.tables import Column, Kind, Table

KINDS = {
    ElementKind.TEXT: Kind.TEXT,
    ElementKind.LONG: Kind.TEXT,
    ElementKind.URL: Kind.TEXT,
    ElementKind.PHONE: Kind.TEXT,
    ElementKind.INTEGER: Kind.INTEGER,
    ElementKind.YES_NO: Kind.YES_NO,
    ElementKind.CODE: Kind.CODE,
    ElementKind.CODES: Kind.CODES,
    ElementKind.LINES: Kind.LINES,
    ElementKind.DATE: Kind.DATE,
    ElementKind.BODY: Kind.CODE,
    ElementKind.JSON: Kind.DATA,
    ElementKind.DATA: Kind.DATA,
    ElementKind.ROWS: Kind.DATA,
}
ITEMS = "items"
KEY, BODY, STATE = "@key", "@body", "@state"
"""Columns that are no elements: the implementing code (or, for a new item, any name for it), the body, the state."""
KEY_COLUMN = Column(KEY, "实施编码", width=34)
NUMBERS = {
    "routes": "流程序号",
    "stages": "环节序号",
    "seats": "席位序号",
    "situations": "问题序号",
    "options": "选项序号",
    "effects": "效果序号",
}
MORE, SILENT = "form.@more", "@silent"
EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Level:
    """One table of those that share a sheet: its key, the column of its number, the columns of its own."""

    key: str
    number: Column
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class PartSheet:
    """The sheet of one table of an item."""

    table: Table
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All sheets of a workbook."""

    items: Table
    parts: tuple[PartSheet, ...]

    @property
    def tables(self) -> list[Table]:
        return [self.items, *(part.table for part in self.parts)]


def layout(bodies: Mapping[str, str]) -> Layout:
    """The sheets for a place whose bodies are called `bodies`, their names by key."""
    known = CodeList(bodies)
    fixed = (KEY_COLUMN, Column(BODY, "实施主体", Kind.CODE, known, width=24), Column(STATE, "状态", width=10))
    items = Table(ITEMS, "事项", (*fixed, *(_column(each, "", known) for each in SCALARS)))
    return Layout(items, tuple(_part(each, known) for each in ROWS))


def flat_rows(rows: Iterable[Mapping[str, Any]], part: PartSheet) -> Iterator[dict[str, Any]]:
    """The rows of the sheet for the rows of one table of an item."""
    if part.table.key == "form":
        known = {column.key.removeprefix("form.") for column in part.table.columns}
        return (_flat_field(row, known) for row in rows)
    return _flat(rows, part.levels)


def nested_rows(rows: Sequence[Mapping[str, Any]], part: PartSheet) -> list[Shape]:
    """The rows of a table of an item out of those of its sheet; columns that are missing stay out."""
    if part.table.key == "form":
        return [_field(row) for row in rows]
    return _nested(rows, part.levels)


def _part(each: Element, bodies: CodeList) -> PartSheet:
    name = Column("name", "事项名称", width=28)
    if each.key == "form":
        own = (_column(one, "form.", bodies) for one in each.parts)
        more = Column(MORE, "其他设置", Kind.DATA, width=30)
        return PartSheet(Table("form", each.term, (KEY_COLUMN, name, *own, more)), ())
    levels = tuple(_levels(each, bodies))
    numbered = len(levels) > 1
    columns = [column for one in levels for column in ((one.number, *one.columns) if numbered else one.columns)]
    return PartSheet(Table(each.key, each.term, (KEY_COLUMN, name, *columns)), levels)


def _levels(each: Element, bodies: CodeList) -> Iterator[Level]:
    own = tuple(_column(one, f"{each.key}.", bodies) for one in each.parts if one.kind is not ElementKind.ROWS)
    number = Column(f"{each.key}.@number", NUMBERS.get(each.key, "序号"), Kind.INTEGER, width=8)
    yield Level(each.key, number, own)
    for inner in each.parts:
        if inner.kind is ElementKind.ROWS:
            yield from _levels(inner, bodies)


def _column(each: Element, prefix: str, bodies: CodeList) -> Column:
    codes = CodeList({code.value: code.term for code in each.codes})
    if each.kind is ElementKind.BODY:
        codes = bodies
    money = each.key.endswith("_fen")
    wide = each.kind in (ElementKind.LONG, ElementKind.LINES)
    return Column(
        prefix + each.key,
        each.term.replace("（分）", "（元）") if money else each.term,
        Kind.MONEY if money else KINDS[each.kind],
        codes,
        open=each.kind in (ElementKind.CODE, ElementKind.BODY) and not each.codes,
        usual=each.kind is ElementKind.CODE and each.blank != "",
        width=40 if wide else max(12, min(30, len(each.term) * 2 + 4)),
    )


def _flat(rows: Iterable[Mapping[str, Any]], levels: Sequence[Level]) -> Iterator[dict[str, Any]]:
    level, *deeper = levels
    for number, row in enumerate(rows, start=1):
        own = {column.key: row[column.key.rpartition(".")[2]] for column in level.columns}
        inner = list(_flat(row[deeper[0].key], deeper)) if deeper else []
        yield {level.number.key: number, **own, **(inner[0] if inner else {})}
        for other in inner[1:]:
            yield {level.number.key: number, **other}


def _nested(rows: Sequence[Mapping[str, Any]], levels: Sequence[Level]) -> list[Shape]:
    """A row without a number at some level goes on with the one above it; one without anything there has no such part.

    What a level holds is taken from the first of its rows that says it.
    """
    level, *deeper = levels
    found: list[Shape] = []
    for group in _groups(rows, level, numbered=bool(deeper) or level.number.key in (rows[0] if rows else {})):
        shape = {}
        for column in level.columns:
            if column.key in group[0]:
                said = [row[column.key] for row in group if row.get(column.key) not in (None, "", [])]
                shape[column.key.rpartition(".")[2]] = said[0] if said else group[0][column.key]
        if deeper:
            keys = {column.key for one in deeper for column in (one.number, *one.columns)}
            shape[deeper[0].key] = _nested([row for row in group if _says(row, keys)], deeper)
        found.append(shape)
    return found


def _groups(rows: Sequence[Mapping[str, Any]], level: Level, *, numbered: bool) -> list[list[Mapping[str, Any]]]:
    if not numbered:
        return [[row] for row in rows]
    groups: dict[int, list[Mapping[str, Any]]] = {}
    last = 1
    for row in rows:
        last = row.get(level.number.key) or last
        groups.setdefault(last, []).append(row)
    return list(groups.values())


def _says(row: Mapping[str, Any], keys: set[str]) -> bool:
    return any(row.get(key) not in (None, "", [], False) for key in keys)


MUST = ("key", "label", "type", "required")


def _flat_field(field: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """What a field of a form has beyond the columns, or has empty where others leave it out, stands in one column; so
    does that it says nothing where most say something.
    """
    said = {key: value for key, value in field.items() if key in known and (key in MUST or value not in EMPTY)}
    more = {key: value for key, value in field.items() if key not in said}
    silent = [key for key in MUST if key not in field]
    row = {f"form.{key}": value for key, value in said.items()}
    return {**row, MORE: {**more, **({SILENT: silent} if silent else {})} or None}


def _field(row: Mapping[str, Any]) -> Shape:
    field: Shape = {"key": "", "label": "", "type": "text", "required": False}
    own = {key.removeprefix("form."): value for key, value in row.items() if key != MORE}
    field |= {key: value for key, value in own.items() if value not in EMPTY}
    more = dict(row.get(MORE) or {})
    silent = more.pop(SILENT, [])
    return {key: value for key, value in {**field, **more}.items() if key not in silent}
