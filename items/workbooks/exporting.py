"""The catalogue as our own workbook: every item with all its elements, row by row."""

from collections.abc import Callable
from typing import IO

from django.db.models import QuerySet

from identity.models import Department
from items.contents import CHUNK, Content, contents_of
from items.models import Item
from items.rules.shapes import normal
from items.workbooks.layout import BODY, KEY, STATE, Layout, flat_rows, layout
from items.workbooks.writing import BookWriter


def bodies() -> dict[str, str]:
    """The names of all bodies by their key."""
    return dict(Department.objects.order_by("pk").values_list("key", "name"))


def export_items(items: QuerySet[Item], file: IO[bytes], *, told: Callable[[int], None] | None = None) -> int:
    """Write the items with a content into `file` as our own workbook; returns how many there are. `told` hears now and
    then how many are written.

    Raises Unreadable `too_long` when a text is longer than a cell can be.
    """
    sheets, count = layout(bodies()), 0
    with BookWriter(sheets.tables) as writer:
        for content in contents_of(items.select_related("department")):
            _add(writer, sheets, content)
            count += 1
            if told and count % CHUNK == 0:
                told(count)
        writer.save(file)
    return count


def _add(writer: BookWriter, sheets: Layout, content: Content) -> None:
    item, shape = content.item, normal(content.shape)
    about = {KEY: item.implementing_code, BODY: item.department.key, STATE: _state(content)}
    writer.add(sheets.items.key, {**shape, **about})
    for part in sheets.parts:
        for row in flat_rows(shape[part.table.key], part):
            writer.add(part.table.key, {**row, KEY: item.implementing_code, "name": shape["name"]})


def _state(content: Content) -> str:
    if content.draft is not None:
        return str(content.draft.get_state_display())
    return str(content.version.get_state_display()) if content.version else ""
