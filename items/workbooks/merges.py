"""Merged areas of a sheet: the value of their first cell stands for all of them."""

import re
from array import array

from items.workbooks.sheets import MAX_COLUMNS, Row, Value, column_index, place

AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
MAX_AREAS = 1_000_000


class Merges:
    """The areas of one sheet, sixteen bytes each; `spread` is called with the rows from top to bottom."""

    def __init__(self) -> None:
        self._areas: list[array[int]] = [array("I") for _side in range(4)]
        self._order: list[int] | array[int] = []
        self._next = 0
        self._open: list[tuple[int, int, int, Value, str, bool]] = []

    def add(self, reference: str) -> None:
        """An area such as A2:C5. Raises ValueError for another text or too many of them."""
        match = AREA.fullmatch(reference)
        if match is None or len(self._areas[0]) >= MAX_AREAS:
            raise ValueError(f"merged area {reference!r}")
        left, top, right, bottom = column_index(match[1]), int(match[2]), column_index(match[3]), int(match[4])
        if left >= MAX_COLUMNS:
            return
        for side, number in zip(self._areas, (top, left, bottom, min(right, MAX_COLUMNS - 1)), strict=True):
            side.append(number)

    def ordered(self) -> "Merges":
        """The same, ready for the first row."""
        tops = self._areas[0]
        self._order = array("I", sorted(range(len(tops)), key=tops.__getitem__))
        self._next, self._open = 0, []
        return self

    def spread(self, row: Row) -> Row:
        """The row with the values of the areas that reach into it; empty cells only, nothing written is lost."""
        self._open = [area for area in self._open if area[2] >= row.number]
        self._open_new(row)
        carried: dict[int, str] = {}
        for left, right, _bottom, value, origin, fault in self._open:
            for column in range(left, right + 1):
                if place(column, row.number) == origin or (fault and value is None):
                    continue
                row.values.extend([None] * (column + 1 - len(row.values)))
                if row.values[column] in (None, "") and value not in (None, ""):
                    row.values[column], carried[column] = value, origin
        if carried:
            row.carried = carried
        return row

    def _open_new(self, row: Row) -> None:
        tops, lefts, bottoms, rights = self._areas
        while self._next < len(self._order) and tops[self._order[self._next]] <= row.number:
            which = self._order[self._next]
            self._next += 1
            if bottoms[which] < row.number:
                continue
            left = lefts[which]
            written = tops[which] == row.number and left < len(row.values)
            value = row.values[left] if written else None
            fault = written and left in row.faults
            self._open.append((left, rights[which], bottoms[which], value, place(left, tops[which]), fault))
