"""One door for all uploads: the sheets of a file, whatever format it is of."""

from typing import IO

from django.utils.translation import gettext as _

from core.filerules import extension_of
from core.refusal import Refusal
from items.workbooks.commas import open_commas
from items.workbooks.gate import open_package
from items.workbooks.sheets import Sheet
from items.workbooks.xlsx import Workbook


def open_sheets(file: IO[bytes], *, name: str) -> list[Sheet]:
    """The sheets of an .xlsx or .csv, in order; `file` must be seekable and stay open while rows are read.

    Refuses what `gate.open_package` and `commas.open_commas` refuse, and workbook_not_xlsx for other names.
    """
    extension = extension_of(name)
    if extension == "csv":
        return [open_commas(file, name=name)]
    if extension != "xlsx":
        sentence = _("Only workbooks of the formats .xlsx and .csv are read. Please save this file as one of them.")
        raise Refusal("workbook_not_xlsx", sentence, field="file")
    return Workbook(open_package(file)).sheets
