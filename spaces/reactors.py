"""What spaces does when something happened to a licence."""

from core.events import Record
from spaces.services.copies import make_copy


def draw_ordered_copy(record: Record) -> None:
    """L-06: draw and seal the copy that was ordered."""
    make_copy(record.event.copy_id)
