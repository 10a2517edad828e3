"""What an import found wrong, as a workbook for whoever mends the file."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from items.models import BookImport, BookItem
from items.workbooks.tables import Column, Table
from items.workbooks.words import trouble_words
from items.workbooks.writing import BookWriter


def write_report(book: BookImport, file: IO[bytes]) -> None:
    """Write every trouble of a book, errors and notes, with the cell where it lies; row by row."""
    table = Table(
        "report",
        _("Errors and notes"),
        (
            Column("name", _("Item"), width=30),
            Column("cell", _("Cell"), width=24),
            Column("level", _("Level"), width=10),
            Column("words", _("What is wrong"), width=70),
        ),
    )
    levels = {True: _("Error"), False: _("Note")}
    with BookWriter([table]) as writer:
        for name, trouble in _troubles(book):
            row = {"name": name, "cell": trouble["cell"], "level": levels[trouble["grave"]]}
            writer.add("report", {**row, "words": trouble_words(trouble["code"], trouble["words"])})
        writer.save(file)


def _troubles(book: BookImport) -> Iterator[tuple[str, dict[str, Any]]]:
    for trouble in book.troubles:
        yield "", trouble
    for row in BookItem.objects.filter(book=book).exclude(troubles=[]).order_by("order").iterator():
        for trouble in row.troubles:
            yield row.name, trouble
