"""The shared strings of a workbook, kept in a temporary file: eight bytes of memory each, however long they are."""

from array import array
from functools import lru_cache
from tempfile import TemporaryFile
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.expatreader import DefusedExpatParser

from items.workbooks.gate import Package, damaged

CHUNK = 64 * 1024
KEPT = 4096


class SpilledStrings(ContentHandler):
    """Texts by their number, as sheets name them."""

    PART = "xl/sharedStrings.xml"

    def __init__(self, package: Package) -> None:
        super().__init__()
        self._ends: array[int] = array("Q", [0])
        self._file = TemporaryFile()  # noqa: SIM115 - lives as long as the workbook is read
        self._text: list[str] = []
        self._listening = self._in_hint = False
        self._read(package)
        self._kept = lru_cache(maxsize=KEPT)(self._fetched)

    def __getitem__(self, number: int) -> str:
        """Raises IndexError for a number the file does not have."""
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        return self._kept(number)

    def _fetched(self, number: int) -> str:
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def _read(self, package: Package) -> None:
        parser = DefusedExpatParser(forbid_dtd=True)
        parser.setContentHandler(self)
        try:
            with package.stream(self.PART) as stream:
                while chunk := stream.read(CHUNK):
                    parser.feed(chunk)
                parser.close()
        except (SAXException, ValueError, OSError, EOFError) as reason:
            raise damaged() from reason

    def startElement(self, name: str, attrs: Any) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._text = []
        elif name == "t":
            self._listening = not self._in_hint
        elif name == "rPh":
            self._in_hint = True

    def endElement(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._listening = False
        elif name == "rPh":
            self._in_hint = False
        elif name == "si":
            written = "".join(self._text).encode("utf-8", "surrogatepass")
            self._file.write(written)
            self._ends.append(self._ends[-1] + len(written))

    def characters(self, content: str) -> None:
        if self._listening:
            self._text.append(content)
