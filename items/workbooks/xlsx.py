"""Reading an .xlsx in constant memory: every sheet is streamed, and shared strings lie in a temporary file.

The reading mode of the library that writes our workbooks keeps all shared strings and merged areas in memory and knows
either a formula or its value, never both; so the sheet itself is parsed here and the library asked what formats mean.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.ElementTree import fromstring
from defusedxml.expatreader import DefusedExpatParser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from items.workbooks.gate import Package, damaged
from items.workbooks.merges import Merges
from items.workbooks.sheets import MAX_COLUMNS, MAX_ROWS, Row, Sheet, Value, column_index, too_large_sheet
from items.workbooks.strings import SpilledStrings

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHUNK = 64 * 1024
REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Workbook:
    """The sheets of a package, in their order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        try:
            self._dates = _date_styles(package)
            self._targets = _targets(package)
            book = fromstring(package.small(_main_part(package)))
        except (KeyError, ValueError, SyntaxError) as reason:
            raise damaged() from reason
        properties = book.find(f"{MAIN}workbookPr")
        old_mac = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = MAC_EPOCH if old_mac else WINDOWS_EPOCH
        self._strings = SpilledStrings(package) if SpilledStrings.PART in package.names else None
        self.sheets = [self._sheet(one) for one in book.iter(f"{MAIN}sheet") if self._part(one) in package.names]

    def _sheet(self, element: Any) -> Sheet:
        part = self._part(element)
        hidden = element.get("state", "visible") != "visible"
        return Sheet(element.get("name", ""), hidden, lambda: self._rows(part))

    def _part(self, element: Any) -> str:
        return self._targets.get(element.get(LINK, ""), "")

    def _rows(self, part: str) -> Iterator[Row]:
        """Twice over the part: merged areas stand behind the cells they spread."""
        finder = _MergeFinder()
        for _nothing in self._fed(part, finder):
            pass
        merges = finder.merges.ordered()
        reader = _RowReader(self._value)
        for row in self._fed(part, reader):
            yield merges.spread(row)

    def _fed(self, part: str, handler: "_Handler") -> Iterator[Row]:
        parser = DefusedExpatParser(forbid_dtd=True)
        parser.setContentHandler(handler)
        try:
            with self._package.stream(part) as stream:
                while chunk := stream.read(CHUNK):
                    parser.feed(chunk)
                    yield from handler.taken()
                parser.close()
        except (SAXException, ValueError, KeyError, IndexError, OSError, EOFError) as reason:
            raise damaged() from reason

    def _value(self, text: str, kind: str, style: int) -> Value:
        """What a cell of this kind with this written value holds."""
        if kind == "s":
            return unescaped(self._strings[int(text)] if self._strings else "")
        if kind in ("inlineStr", "str"):
            return unescaped(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return datetime.fromisoformat(text)
        number = float(text)
        if style in self._dates:
            return self._moment(number)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _moment(self, serial: float) -> Value:
        """A serial with a date format; times alone and days outside of the calendar stay numbers."""
        try:
            moment = from_excel(serial, self._epoch)
        except (OverflowError, ValueError):
            return serial
        return moment if isinstance(moment, datetime) else serial


class _Handler(ContentHandler):
    """Base of what listens to the elements of a sheet; `taken()` gives the rows finished since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._done: list[Row] = []

    def taken(self) -> list[Row]:
        done, self._done = self._done, []
        return done


class _MergeFinder(_Handler):
    def __init__(self) -> None:
        super().__init__()
        self.merges = Merges()

    def startElement(self, name: str, attrs: Any) -> None:
        if name.rpartition(":")[2] == "mergeCell":
            self.merges.add(attrs.get("ref", ""))


class _RowReader(_Handler):
    """Rows out of elements. Texts inside phonetic hints are no part of a value."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self._value = value
        self._row = Row(0, [])
        self._next_column = 0
        self._formulas: set[int] = set()
        self._faults: set[int] = set()
        self._in_hint = False
        self._listening = False
        self._text: list[str] = []
        self._kind, self._style, self._has_formula = "n", 0, False

    def startElement(self, name: str, attrs: Any) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attrs)
        elif name in ("v", "t"):
            self._listening = not self._in_hint
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._begin_row(attrs)
        elif name == "rPh":
            self._in_hint = True

    def endElement(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self._listening = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._row.formulas, self._row.faults = frozenset(self._formulas), frozenset(self._faults)
            self._done.append(self._row)
        elif name == "rPh":
            self._in_hint = False

    def characters(self, content: str) -> None:
        if self._listening:
            self._text.append(content)

    def _begin_row(self, attrs: Any) -> None:
        number = int(float(attrs.get("r", self._row.number + 1)))
        if number <= self._row.number:
            raise ValueError(f"row {number} after row {self._row.number}")
        self._row = Row(number, [], hidden=attrs.get("hidden", "0") in ("1", "true"))
        self._next_column, self._formulas, self._faults = 0, set(), set()

    def _begin_cell(self, attrs: Any) -> None:
        if match := REFERENCE.fullmatch(attrs.get("r", "")):
            self._next_column = column_index(match[1])
        self._kind, self._style = attrs.get("t", "n"), int(attrs.get("s", 0))
        self._has_formula, self._text = False, []

    def _end_cell(self) -> None:
        column, text = self._next_column, "".join(self._text)
        self._next_column += 1
        if text and (column >= MAX_COLUMNS or self._row.number > MAX_ROWS):
            raise too_large_sheet()
        if column >= MAX_COLUMNS:
            return
        if self._has_formula:
            self._formulas.add(column)
        if self._kind == "e" or (self._has_formula and not text):
            self._faults.add(column)
        written = text != "" and self._kind != "e"
        if not written and column not in self._faults:
            return
        values = self._row.values
        values.extend([None] * (column + 1 - len(values)))
        values[column] = self._value(text, self._kind, self._style) if written else None


def unescaped(text: str) -> str:
    """The text of a cell: characters XML cannot hold stand in it as _xHHHH_."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _main_part(package: Package) -> str:
    for relation in fromstring(package.small("_rels/.rels")):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError("officeDocument")


def _targets(package: Package) -> dict[str, str]:
    """The parts the workbook refers to, by the key of the relation."""
    folder, _slash, name = _main_part(package).rpartition("/")
    relations = fromstring(package.small(f"{folder}/_rels/{name}.rels".lstrip("/")))
    return {one.get("Id", ""): _absolute(folder, one.get("Target", "")) for one in relations}


def _absolute(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")


def _date_styles(package: Package) -> frozenset[int]:
    """The cell styles whose numbers are dates."""
    if "xl/styles.xml" not in package.names:
        return frozenset()
    styles = fromstring(package.small("xl/styles.xml"))
    formats = dict(BUILTIN_FORMATS)
    formats |= {int(one.get("numFmtId")): one.get("formatCode", "") for one in styles.iter(f"{MAIN}numFmt")}
    cells = styles.find(f"{MAIN}cellXfs")
    numbers = [int(one.get("numFmtId", 0)) for one in (cells if cells is not None else [])]
    # 27-36 and 50-58 are the dates of Chinese and Japanese installations, which write no format of their own.
    east_asian = {*range(27, 37), *range(50, 59)}
    return frozenset(
        place
        for place, number in enumerate(numbers)
        if number in east_asian or is_date_format(formats.get(number, "General"))
    )
