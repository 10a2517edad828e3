"""What reading a file yields, whatever its form: one item after the other, with where each value stood and what was
wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a file: sheet and reference, or the sheet alone."""

    sheet: str
    reference: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.reference}" if self.reference else self.sheet


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong at a place; `grave` ones keep the item out. `items.workbooks.words` has the sentences."""

    code: str
    cell: Cell
    words: Mapping[str, Any] = field(default_factory=dict)
    grave: bool = True


@dataclass(slots=True)
class ReadItem:
    """One item as a file has it: only the elements the file speaks of, in the words of `items.elements`.

    `key` is what the file calls it (an implementing code, or any name), `body` the key of its body if the file says
    one, `cells` where each element stood (tables by their key). `troubles` are of this item alone.
    """

    key: str
    cell: Cell
    body: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        return any(trouble.grave for trouble in self.troubles)

    def cell_of(self, place: str) -> Cell:
        """Where a place such as materials.2.name stands: its own cell, that of its table, or the item's first."""
        while place:
            if place in self.cells:
                return self.cells[place]
            place = place.rpartition(".")[0]
        return self.cell
