"""Counts of two properties at once, with their totals (H34). Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
Column = TypeVar("Column")


@dataclass(frozen=True, slots=True)
class CrossTable(Generic[Row, Column]):
    """How many there are of each row and column; what is not in `cells` is none. Rows and columns without any are left
    out by `cross_table`.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[Row, Column], int]
    of_row: Mapping[Row, int]
    of_column: Mapping[Column, int]
    total: int


def cross_table(
    counted: Mapping[tuple[Row, Column], int], rows: Iterable[Row], columns: Iterable[Column]
) -> CrossTable[Row, Column]:
    """The counts of each pair of row and column, both in the given order; every counted one must be among them."""
    of_row: Counter[Row] = Counter()
    of_column: Counter[Column] = Counter()
    for (row, column), count in counted.items():
        of_row[row] += count
        of_column[column] += count
    return CrossTable(
        tuple(row for row in rows if of_row[row]),
        tuple(column for column in columns if of_column[column]),
        dict(counted),
        of_row,
        of_column,
        sum(counted.values()),
    )
