"""Reading .csv as offices save it: UTF-8 with or without a mark, or GB 18030; comma, semicolon or tab."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from django.utils.translation import gettext as _

from core.refusal import Refusal
from items.workbooks.gate import MAX_BYTES
from items.workbooks.sheets import MAX_COLUMNS, MAX_ROWS, Row, Sheet, too_large_sheet

SAMPLE = 64 * 1024
MAX_CELL = 128 * 1024


def open_commas(file: IO[bytes], *, name: str) -> Sheet:
    """The one sheet of a text table, named like the file.

    Refuses, with field "file": workbook_too_large, workbook_not_text (neither encoding fits), workbook_damaged.
    """
    if file.seek(0, 2) > MAX_BYTES:
        sentence = _("This workbook is larger than %(limit)d MB. Please split it.") % {"limit": MAX_BYTES // 1024**2}
        raise Refusal("workbook_too_large", sentence, field="file")
    encoding = _encoding(file)
    return Sheet(name.removesuffix(".csv"), False, lambda: _rows(file, encoding))


def _encoding(file: IO[bytes]) -> str:
    """The first that reads the whole file; GB 18030 reads nearly everything, so it comes last."""
    for encoding in ("utf-8-sig", "gb18030"):
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            while part := text.read(SAMPLE):
                if "\x00" in part:
                    break
            else:
                return encoding
        except UnicodeDecodeError:
            continue
        finally:
            text.detach()
    raise Refusal("workbook_not_text", _("This is not a text table. Please save it as .xlsx or .csv."), field="file")


def _rows(file: IO[bytes], encoding: str) -> Iterator[Row]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        first = text.readline()
        file.seek(0)
        text.detach()
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        for number, values in enumerate(csv.reader(text, delimiter=_delimiter(first)), start=1):
            if number > MAX_ROWS or len(values) > MAX_COLUMNS:
                raise too_large_sheet()
            yield Row(number, [value or None for value in values])
    except csv.Error as reason:
        sentence = _("This text table cannot be read. Please save it anew.")
        raise Refusal("workbook_damaged", sentence, field="file") from reason
    finally:
        with suppress(ValueError):  # whoever stopped reading may have closed the file before this generator
            text.detach()


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)
