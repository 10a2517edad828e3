"""Files of the official lists: the one place that turns an upload into rows under its headings."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from core.refusal import Refusal

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheets write; GB18030 reads every older Chinese encoding too."""


def read_list(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by their headings, the first line being the headings.

    Refuses `too_large`, `not_text` and `no_rows`.
    """
    if len(data) > MOST_BYTES:
        raise Refusal("too_large", _("The file is larger than 5 MB."), field="file")
    text = _decoded(data)
    try:
        lines = [line for line in csv.reader(StringIO(text)) if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise Refusal("not_text", _("The file is not a CSV table."), field="file") from error
    if len(lines) < 2:
        raise Refusal("no_rows", _("The file has no rows below its headings."), field="file")
    if len(lines) > MOST_ROWS + 1:
        raise Refusal("too_large", _("The file has more than 20,000 rows."), field="file")
    headings = [cell.strip() for cell in lines[0]]
    return [dict(zip(headings, line, strict=False)) for line in lines[1:]]


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal("not_text", _("The file is not a CSV table in UTF-8 or GB18030."), field="file")
