"""Files of the official lists: the one place that turns an upload into rows under its headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from core.refusal import Refusal
from items.rules import cells
from items.rules.listrows import HEADINGS
from items.workbooks.files import open_sheets
from items.workbooks.headed import headed
from items.workbooks.sheets import Row

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class ListFile:
    """The rows below the headings, each with all columns, empty ones too; `first_row` is the number of the first."""

    rows: list[dict[str, str]]
    first_row: int


def read_list(kind: str, file: IO[bytes], *, name: str) -> ListFile:
    """The rows of a list in the first sheet that is not hidden, below whatever titles stand over it.

    Refuses `too_large`, `no_rows`, `headings_missing` and what `open_sheets` refuses, with field "file".
    """
    if file.seek(0, 2) > MOST_BYTES:
        raise Refusal("too_large", _("The file is larger than 5 MB."), field="file")
    sheets = open_sheets(file, name=name)
    sheet = next((each for each in sheets if not each.hidden), sheets[0])
    header, place, below = headed(sheet, {heading: (heading,) for heading in HEADINGS[kind]})
    first, rows = place + header.depth, list[dict[str, str]]()
    columns = {heading: at for at, heading in enumerate(header.headings) if heading}
    for row in below:
        if row.number - first >= MOST_ROWS:
            raise Refusal("too_large", _("The file has more than 20,000 rows."), field="file")
        rows += [dict.fromkeys(columns, "") for _missing in range(row.number - first - len(rows))]
        rows.append(_texts(row, columns))
    if not any(any(row.values()) for row in rows):
        raise Refusal("no_rows", _("The file has no rows below its headings."), field="file")
    return ListFile(rows, first)


def _texts(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    """What cannot be read stands as empty, which the rules of the list then tell."""
    values = [None if at in row.faults else value for at, value in enumerate(row.values)]
    return {name: cells.plain_text(values[at]) if at < len(values) else "" for name, at in columns.items()}
