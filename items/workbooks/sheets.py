"""The rows of a sheet, as values with their troubles, whatever the file they come from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.refusal import Refusal

MAX_ROWS = 200_000
MAX_COLUMNS = 400

Value = str | int | float | bool | date | datetime | None


@dataclass(slots=True)
class Row:
    """One row: `values` by column from 0; `formulas` are columns whose value a formula left behind, `faults` those
    that hold an error of the spreadsheet or a formula without a value, `carried` those whose value stands in the first
    cell of a merged area (its reference).
    """

    number: int
    values: list[Value]
    hidden: bool = False
    formulas: frozenset[int] = frozenset()
    faults: frozenset[int] = frozenset()
    carried: Mapping[int, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return all(value is None or value == "" for value in self.values) and not self.faults


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file. `rows()` reads it anew from the start each time; rows that do not exist are left out."""

    name: str
    hidden: bool
    rows: Callable[[], Iterator[Row]]


def column_letters(index: int) -> str:
    """The name of a column counted from 0: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(column: int, row: int) -> str:
    """The reference of a cell: column from 0, row from 1, such as C7."""
    return f"{column_letters(column)}{row}"


def column_index(letters: str) -> int:
    """The number from 0 of a column named by letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def too_large_sheet() -> Refusal:
    """Something is written farther out than any list of items reaches."""
    words = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
    sentence = _("A sheet has more than %(rows)d rows or %(columns)d columns. Please split it.") % words
    return Refusal("workbook_too_long", sentence, field="file")
