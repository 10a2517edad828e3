"""Reading our own workbook back: items with their tables, exactly as they were written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from items.rules import cells
from items.rules.cells import Unreadable
from items.workbooks.layout import BODY, KEY, STATE, Layout, PartSheet, nested_rows
from items.workbooks.read import Cell, ReadItem, Trouble
from items.workbooks.sheets import Row, Sheet, column_letters, place
from items.workbooks.spill import Spill
from items.workbooks.tables import Column, Table, value_of
from items.workbooks.writing import ABOUT, CODES, MARK

UNSAID = frozenset({KEY, STATE, "name"})
"""Columns of the sheets of tables that only help the eye, beside the key."""


def is_own(sheets: Sequence[Sheet]) -> bool:
    """Whether a file was written by `items.workbooks.writing`."""
    about = next((sheet for sheet in sheets if sheet.name == ABOUT), None)
    first = next(about.rows(), None) if about else None
    return first is not None and first.values[:1] == [MARK]


@dataclass(slots=True)
class _Columns:
    """Which column of a sheet is which, and what its headings have wrong."""

    sheet: str
    known: dict[int, Column]
    troubles: list[Trouble]


class OwnBook:
    """The items of our own workbook. `troubles` are those of no single item: unknown sheets and columns, rows of items
    that the first sheet does not have; complete once `items()` has been read to its end.
    """

    def __init__(self, sheets: Sequence[Sheet], layout: Layout) -> None:
        self._layout = layout
        self._sheets = {sheet.name: sheet for sheet in sheets if sheet.name not in (ABOUT, CODES)}
        self.troubles: list[Trouble] = []
        titles = {table.title for table in layout.tables}
        for name in self._sheets.keys() - titles:
            self.troubles.append(Trouble("unknown_sheet", Cell(name), grave=False))

    def items(self) -> Iterator[ReadItem]:
        """Every row of the first sheet with the rows of the other sheets that name it.

        A column or sheet that is missing leaves its elements as they are.
        """
        if self._layout.items.title not in self._sheets:
            self.troubles.append(Trouble("sheet_missing", Cell(self._layout.items.title)))
            return
        with Spill() as spill:
            present = [part for part in self._layout.parts if self._put_aside(part, spill)]
            spill.seal()
            yield from self._items(present, spill)
            for table, line, name in spill.strays():
                title = next(part.table.title for part in self._layout.parts if part.table.key == table)
                self.troubles.append(Trouble("stray_row", Cell(title, f"A{line}"), {"value": name}))

    def _items(self, present: Sequence[PartSheet], spill: Spill) -> Iterator[ReadItem]:
        table = self._layout.items
        for columns, row in self._rows(table):
            item = _item(columns, row, table)
            first = spill.first_line(item.key, row.number)
            if first != row.number:
                item.troubles.append(Trouble("item_twice", item.cell, {"row": first}))
            else:
                _add_parts(item, present, spill)
            yield item

    def _put_aside(self, part: PartSheet, spill: Spill) -> bool:
        """Whether the file has the sheet of a table; its rows wait in `spill` with their troubles."""
        for columns, row in self._rows(part.table):
            values, troubles = _read(columns, row)
            content = {
                "values": values,
                "troubles": [(one.code, one.cell.reference, dict(one.words), one.grave) for one in troubles],
            }
            spill.put(values.get(KEY) or "", part.table.key, row.number, content)
        return part.table.title in self._sheets

    def _rows(self, table: Table) -> Iterator[tuple[_Columns, Row]]:
        sheet = self._sheets.get(table.title)
        columns: _Columns | None = None
        for row in sheet.rows() if sheet else ():
            if columns is None:
                columns = _columns(sheet.name if sheet else "", row, table)
                self.troubles += columns.troubles
            elif not row.empty:
                yield columns, row


def _columns(sheet: str, row: Row, table: Table) -> _Columns:
    by_heading = {cells.comparable(column.heading): column for column in table.columns}
    known: dict[int, Column] = {}
    troubles = []
    for at, heading in enumerate(row.values):
        if heading in (None, ""):
            continue
        column = by_heading.pop(cells.comparable(str(heading)), None)
        if column is None:
            where = Cell(sheet, place(at, row.number))
            troubles.append(Trouble("unknown_column", where, {"value": heading}, grave=False))
        else:
            known[at] = column
    if not any(column.key == KEY for column in known.values()):
        troubles.append(Trouble("key_column_missing", Cell(sheet, f"A{row.number}")))
    return _Columns(sheet, known, troubles)


def _read(columns: _Columns, row: Row) -> tuple[dict[str, Any], list[Trouble]]:
    """The values of a row by the keys of its columns; what cannot be read is left out and told."""
    values: dict[str, Any] = {}
    troubles = []
    for at, column in columns.known.items():
        where = Cell(columns.sheet, place(at, row.number))
        if at in row.faults:
            troubles.append(Trouble("faulty_cell", where))
            continue
        if at in row.formulas:
            troubles.append(Trouble("formula", where, grave=False))
        raw = row.values[at] if at < len(row.values) else None
        try:
            values[column.key] = cells.one_line(raw) if column.key == KEY else value_of(raw, column)
        except Unreadable as reason:
            troubles.append(Trouble(reason.code, where, {"heading": column.heading, **reason.words}))
    return values, troubles


def _item(columns: _Columns, row: Row, table: Table) -> ReadItem:
    values, troubles = _read(columns, row)
    where = Cell(table.title, f"A{row.number}")
    item = ReadItem(values.pop(KEY, "") or f"#{row.number}", where, values.pop(BODY, "") or "", troubles=troubles)
    values.pop(STATE, None)
    letters = {column.key: column_letters(at) for at, column in columns.known.items()}
    item.values = values
    item.cells = {key: Cell(table.title, f"{letters[key]}{row.number}") for key in (*values, BODY) if key in letters}
    return item


def _add_parts(item: ReadItem, present: Sequence[PartSheet], spill: Spill) -> None:
    rows: dict[str, list[dict[str, Any]]] = {part.table.key: [] for part in present}
    titles = {part.table.key: part.table.title for part in present}
    for table, line, content in spill.take(item.key):
        rows[table].append({key: value for key, value in content["values"].items() if key not in UNSAID})
        item.cells.setdefault(table, Cell(titles[table], f"A{line}"))
        item.cells[f"{table}.{len(rows[table])}"] = Cell(titles[table], f"A{line}")
        for code, reference, words, grave in content["troubles"]:
            item.troubles.append(Trouble(code, Cell(titles[table], reference), words, grave))
    for part in present:
        item.values[part.table.key] = nested_rows(rows[part.table.key], part)
