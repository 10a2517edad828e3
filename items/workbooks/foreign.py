"""Reading foreign sheets by a profile: the headings found by themselves, one row or several for an item."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from core.refusal import Refusal
from items.rules import cells
from items.rules.cells import Unreadable, comparable
from items.rules.headings import Suggestion, suggestions
from items.rules.mapping import Profile, meaning
from items.rules.othernames import target_names
from items.workbooks.headed import headed
from items.workbooks.read import Cell, ReadItem, Trouble
from items.workbooks.sheets import Row, Sheet, column_letters, place

SAMPLED_ROWS, SAMPLES, WORDS_KEPT = 2_000, 4, 60
IDENTITY = ("code", "base_code", "name")
"""Targets that say which item a row is of."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column before it is mapped: place, heading, a few samples, every short word with its count, and what it
    probably is.
    """

    at: int
    heading: str
    samples: tuple[str, ...]
    words: Mapping[str, int]
    suggestion: Suggestion | None

    @property
    def letter(self) -> str:
        return column_letters(self.at)


@dataclass(frozen=True, slots=True)
class SheetView:
    """What a foreign sheet looks like: its headings' row, its columns, and how many of its rows were looked at."""

    name: str
    heading_row: int
    columns: tuple[ColumnView, ...]
    rows: int


def chosen_sheet(sheets: Sequence[Sheet], profile: Profile) -> Sheet:
    """The sheet a profile speaks of. Refuses sheet_missing."""
    fitting = [sheet for sheet in sheets if sheet.name == profile.sheet] if profile.sheet else []
    visible = fitting or ([] if profile.sheet else [sheet for sheet in sheets if not sheet.hidden])
    if not visible:
        words = {"sheet": profile.sheet or "1"}
        raise Refusal("sheet_missing", _("The file has no sheet “%(sheet)s”.") % words, field="file")
    return visible[0]


def view_of(sheet: Sheet) -> SheetView:
    """The headings of a sheet with samples and suggestions. Refuses headings_missing."""
    header, first, rows = headed(sheet, target_names())
    samples: dict[int, Counter[str]] = {at: Counter() for at in range(len(header.headings))}
    count = 0
    for row in islice(rows, SAMPLED_ROWS):
        count += not row.empty
        for at, value in enumerate(row.values[: len(samples)]):
            if (text := cells.one_line(value)) and (len(samples[at]) < WORDS_KEPT or text in samples[at]):
                samples[at][text[:120]] += 1
    found = suggestions(header.headings, target_names())
    columns = tuple(
        ColumnView(at, heading, tuple(islice(samples[at], SAMPLES)), dict(samples[at]), found.get(at))
        for at, heading in enumerate(header.headings)
        if heading or samples[at]
    )
    return SheetView(sheet.name, first + header.depth - 1, columns, count)


class ForeignBook:
    """The items of a foreign sheet. `troubles` are those of no single item; complete once `items()` has been read."""

    def __init__(self, sheet: Sheet, profile: Profile, bodies: Mapping[str, str]) -> None:
        """`bodies` are the keys of bodies by every name they are known under."""
        self._sheet, self._profile = sheet, profile
        self._bodies = {comparable(name): key for name, key in bodies.items()}
        self.troubles: list[Trouble] = []

    def items(self) -> Iterator[ReadItem]:
        """Rows that follow each other under one name or code, or without any, are one item.

        Refuses headings_missing.
        """
        header, _first, rows = headed(self._sheet, target_names())
        targets = {at: self._profile.columns[h] for at, h in enumerate(header.headings) if h in self._profile.columns}
        for heading in self._profile.columns.keys() - set(header.headings):
            self.troubles.append(Trouble("heading_missing", Cell(self._sheet.name), {"value": heading}, grave=False))
        group: list[Row] = []
        identity: tuple[str, ...] = ()
        for row in rows:
            if row.empty:
                continue
            found = _identity(row, targets)
            if group and _differ(identity, found):
                yield self._item(group, targets)
                group = []
            if any(found) or not group:
                identity = found
            group.append(row)
        if group:
            yield self._item(group, targets)

    def _item(self, rows: Sequence[Row], targets: Mapping[int, str]) -> ReadItem:
        first = rows[0]
        item = ReadItem(f"#{first.number}", Cell(self._sheet.name, f"A{first.number}"))
        gathered = _Gathered(item, self._profile, self._sheet.name)
        for target, text in self._profile.fixed.items():
            gathered.add(text, target, item.cell)
        for row in rows:
            gathered.add_row(row, targets)
        self._settle(gathered)
        return item

    def _settle(self, gathered: "_Gathered") -> None:
        item = gathered.item
        item.values |= {table: rows for table, rows in gathered.tables.items() if rows}
        item.key = item.values.pop("@key", item.key)
        body = item.values.pop("body", "")
        if body:
            item.body = self._bodies.get(comparable(body), "")
            if not item.body:
                item.troubles.append(Trouble("unknown_body", item.cell_of("body"), {"value": body}))


@dataclass(slots=True)
class _Gathered:
    """One item while its rows are read."""

    item: ReadItem
    profile: Profile
    sheet: str
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def add_row(self, row: Row, targets: Mapping[int, str]) -> None:
        """The cells of one row; what a merged area repeats from the row above counts once."""
        parts: dict[str, dict[str, Any]] = {}
        for at, target in targets.items():
            where = Cell(self.sheet, place(at, row.number))
            if at in row.faults:
                self.item.troubles.append(Trouble("faulty_cell", where))
                continue
            raw = row.values[at] if at < len(row.values) else None
            if raw in (None, "") or _repeated(row, at):
                continue
            self._remark_on(row, at, where)
            if "." in target:
                table = target.partition(".")[0]
                self.add(raw, target, where, into=parts.setdefault(table, {}))
            else:
                self.add(raw, target, where)
        for table, values in parts.items():
            if values:
                self.tables.setdefault(table, []).append(values)
                self.item.cells[f"{table}.{len(self.tables[table])}"] = Cell(self.sheet, f"A{row.number}")
        if row.hidden:
            self.item.troubles.append(Trouble("hidden_row", Cell(self.sheet, f"A{row.number}"), grave=False))

    def add(self, raw: Any, target: str, where: Cell, *, into: dict[str, Any] | None = None) -> None:
        """What one cell says, into the item or a row of one of its tables; a column of its own outweighs what a name
        says beside it.
        """
        if target == "body":
            self.item.values["body"] = cells.one_line(raw)
            self.item.cells["body"] = where
            return
        try:
            said = meaning(raw, target, self.profile)
        except Unreadable as reason:
            self.item.troubles.append(Trouble(reason.code, where, {"value": cells.one_line(raw), **reason.words}))
            return
        for remark in said.remarks:
            self.item.troubles.append(Trouble(remark, where, {"value": cells.one_line(raw)}, grave=False))
        for key, value in said.values.items():
            if into is not None and "." in key:
                part = key.partition(".")[2]
                into[part] = value if key == target else into.get(part, value)
            elif value not in (None, "", []) and key not in self.item.values:
                self._keep(key, value, where)

    def _keep(self, key: str, value: Any, where: Cell) -> None:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            self.tables.setdefault(key, []).extend(value)
        else:
            self.item.values[key] = value
        self.item.cells.setdefault(key, where)

    def _remark_on(self, row: Row, at: int, where: Cell) -> None:
        if at in row.formulas:
            self.item.troubles.append(Trouble("formula", where, grave=False))


def _repeated(row: Row, at: int) -> bool:
    """Whether a merged area brought the value down from a row above."""
    origin = row.carried.get(at)
    return origin is not None and int("".join(filter(str.isdigit, origin))) < row.number


def _differ(identity: Sequence[str], found: Sequence[str]) -> bool:
    """Whether a row says that another item begins: something both rows say is not the same."""
    both = [(old, new) for old, new in zip(identity, found, strict=True) if old and new]
    return any(old != new for old, new in both) or (not both and any(found))


def _identity(row: Row, targets: Mapping[int, str]) -> tuple[str, ...]:
    by_target = {target: at for at, target in targets.items()}
    places = [by_target[target] for target in IDENTITY if target in by_target]
    return tuple(cells.one_line(row.values[at]) if at < len(row.values) else "" for at in places)
