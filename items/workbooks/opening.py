"""A file on its way in, read item by item against the catalogue."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.services.files import open_file
from identity.models import Department
from items.models import BookImport
from items.rules.mapping import profile_from
from items.workbooks.assess import Assessed, Scope, assessed
from items.workbooks.book import OwnBook
from items.workbooks.exporting import bodies
from items.workbooks.files import open_sheets
from items.workbooks.foreign import ForeignBook, chosen_sheet
from items.workbooks.layout import layout
from items.workbooks.read import Trouble
from items.workbooks.sheets import Sheet


class Reading:
    """The items of a book against the catalogue. `troubles` are those of the file as a whole, complete at the end."""

    def __init__(self, book: BookImport) -> None:
        self._book = book
        self._source: OwnBook | ForeignBook | None = None

    @property
    def troubles(self) -> Sequence[Trouble]:
        return self._source.troubles if self._source else []

    def items(self) -> Iterator[Assessed]:
        """Every item in the order of the file."""
        book = self._book
        with open_file(book.file) as file:
            sheets = open_sheets(file, name=book.file_name)
            self._source = source_of(sheets, book.definition)
            yield from assessed(self._source.items(), _scope(book))


def source_of(sheets: Sequence[Sheet], definition: Mapping[str, Any] | None) -> OwnBook | ForeignBook:
    """The reader of our own workbook, or of a foreign one by its mapping. Refuses sheet_missing, headings_missing."""
    if definition is None:
        return OwnBook(sheets, layout(bodies()))
    profile = profile_from(definition)
    return ForeignBook(chosen_sheet(sheets, profile), profile, _names_of_bodies())


def _scope(book: BookImport) -> Scope:
    reach = {body.key: body for body in Department.objects.filter(key__in=book.bodies)}
    return Scope(reach, book.department, bool(book.definition and book.definition.get("self_made")))


def _names_of_bodies() -> dict[str, str]:
    names: dict[str, str] = {}
    for key, name, short, uscc in Department.objects.values_list("key", "name", "short", "uscc"):
        names |= {uscc: key, short: key, name: key, key: key}
    return names
