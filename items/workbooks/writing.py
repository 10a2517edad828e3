"""Writing our own workbook row by row: memory does not grow with the number of items."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from items.workbooks.tables import Column, Kind, Table, written

MARK, MARK_VERSION = "govportal-items", "1"
ABOUT, CODES = "_about", "代码"
LAST_ROW = 1_048_576
ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
ACTING = ("=", "+", "-", "@", "\t", "\r")
HEAD = PatternFill("solid", fgColor="1A5FB4")
WRAP = Alignment(vertical="top", wrap_text=True)
FORMATS = {Kind.INTEGER: "0", Kind.MONEY: "0.00", Kind.DATE: "yyyy-mm-dd"}


class BookWriter:
    """A workbook with a sheet for each table; rows may come for the tables in any order.

    Every text is written as text, never as formula or number: codes keep their zeros, and a text that begins like a
    formula carries the spreadsheet's own quote mark, which is no part of it. Used in a `with` block, which clears up
    what was not saved.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        self._book = Workbook(write_only=True)
        self._styles = {kind: self._style(kind) for kind in Kind}
        self._sheets: dict[str, tuple[Any, Table]] = {}
        self._lists: dict[str, list[str]] = {}
        self._saved = False
        for table in tables:
            self._begin(table)

    def __enter__(self) -> "BookWriter":
        return self

    def __exit__(self, *failure: object) -> None:
        """The library keeps a temporary file per sheet until a workbook is saved somewhere."""
        if not self._saved:
            with TemporaryFile() as nowhere:
                self._book.save(nowhere)

    def add(self, key: str, row: Mapping[str, Any]) -> None:
        """One row for the table `key`, its values by column. Raises Unreadable `too_long`."""
        sheet, table = self._sheets[key]
        sheet.append([self._cell(sheet, written(row.get(column.key), column), column) for column in table.columns])

    def save(self, file: IO[bytes]) -> None:
        """Write the whole into `file`, with the lists of codes and the mark by which we know our own."""
        for key, (sheet, table) in self._sheets.items():
            for place, column in enumerate(table.columns, start=1):
                self._offer(sheet, key, place, column)
        codes = self._book.create_sheet(CODES)
        codes.sheet_state = "hidden"
        for row in range(max(map(len, self._lists.values()), default=0)):
            codes.append([words[row] if row < len(words) else None for words in self._lists.values()])
        about = self._book.create_sheet(ABOUT)
        about.sheet_state = "hidden"
        about.append([MARK, MARK_VERSION])
        self._saved = True
        self._book.save(file)

    def _style(self, kind: Kind) -> str:
        style = NamedStyle(f"gp_{kind.value}", alignment=WRAP, number_format=FORMATS.get(kind, "@"))
        self._book.add_named_style(style)
        return style.name

    def _begin(self, table: Table) -> None:
        sheet = self._book.create_sheet(table.title)
        sheet.freeze_panes = "C2"
        for place, column in enumerate(table.columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = column.width
        sheet.append([self._head(sheet, column) for column in table.columns])
        self._sheets[table.key] = sheet, table

    def _head(self, sheet: Any, column: Column) -> Any:
        cell = WriteOnlyCell(sheet, column.heading)
        cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFF"), HEAD, WRAP
        return cell

    def _cell(self, sheet: Any, value: str | int | Decimal | date | None, column: Column) -> Any:
        if value is None:
            return None
        if not isinstance(value, str):
            cell = WriteOnlyCell(sheet, value)
            cell.style = self._styles[column.kind]
            return cell
        cell = WriteOnlyCell(sheet, escaped(value))
        cell.data_type = "s"  # the library would take a text that begins with = for a formula
        cell.style = self._styles[column.kind]
        if value.startswith(ACTING):
            cell.quotePrefix = True
        return cell

    def _offer(self, sheet: Any, key: str, place: int, column: Column) -> None:
        """A list to choose from, for a column that holds one code."""
        if column.kind is Kind.YES_NO:
            choice = DataValidation(type="list", formula1='"是,否"', allow_blank=True)
        elif column.kind is Kind.CODE and column.codes.terms:
            terms = [str(term) for term in column.codes.terms.values()]
            self._lists.setdefault(f"{key}.{column.key}", terms)
            letter = get_column_letter(list(self._lists).index(f"{key}.{column.key}") + 1)
            source = f"'{CODES}'!${letter}$1:${letter}${len(terms)}"
            choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=not column.open)
        else:
            return
        letter = get_column_letter(place)
        choice.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.data_validations.append(choice)


def escaped(text: str) -> str:
    """The text as a cell holds it: signs XML cannot carry, and what looks like such an escape, written as _xHHHH_."""

    def escape(match: re.Match[str]) -> str:
        return "_x005F_x" if match[0] == "_x" else f"_x{ord(match[0]):04X}_"

    return ILLEGAL.sub(escape, text)
