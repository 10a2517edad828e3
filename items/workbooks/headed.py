"""Where a table begins on a sheet, below whatever titles stand over it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from django.utils.translation import gettext as _

from core.refusal import Refusal
from items.rules.headings import LOOKED_AT, Header, find_header
from items.workbooks.sheets import Row, Sheet


def headed(sheet: Sheet, names: Mapping[str, Iterable[str]]) -> tuple[Header, int, Iterator[Row]]:
    """The headings, the number of their first row, and the rows below them; `names` as `find_header` takes them.

    Refuses headings_missing.
    """
    rows = sheet.rows()
    looked_at = list(islice(rows, LOOKED_AT))
    header = find_header([row.values for row in looked_at], names)
    if header is None:
        words = {"sheet": sheet.name}
        sentence = _("No headings were found in the first rows of the sheet “%(sheet)s”.") % words
        raise Refusal("headings_missing", sentence, field="file")
    return header, looked_at[header.place].number, chain(looked_at[header.place + header.depth :], rows)
