"""What the catalogue does when something happened to one of its versions."""

from core.events import Record
from items.services.guide_papers import make_guide_paper
from items.services.indexing import index_items


def index_changed_item(record: Record) -> None:
    """Let the item be found by the words of the version in force, from the same moment on (I-17)."""
    index_items([record.event.item_id])


def make_ordered_guide_paper(record: Record) -> None:
    """Draw the paper somebody asked for on a guide."""
    make_guide_paper(record.event.guide_paper_id)
