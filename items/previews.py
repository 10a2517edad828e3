"""How a draft will look: pages that show an item register here, each for one reader. Upper apps fill it in ready()."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from items.elements import Section
from items.models import ItemDraft, ItemVersion, VersionState
from items.rules.shapes import normal
from items.services.importing import write_version

Show = Callable[[HttpRequest, ItemDraft], HttpResponse]
EVERY_SECTION = frozenset(Section)


@dataclass(frozen=True, slots=True)
class Preview:
    """One page on which an item is seen; `name` stands in its address. It can be shown once the sections it `needs` are
    free of errors. Of those `first_for` a section the editor shows it before the others. It answers GET, and POST when
    it has a form; it stores nothing of the draft or of what was typed.
    """

    name: str
    label: str | Promise
    icon: str
    show: Show
    needs: frozenset[Section] = EVERY_SECTION
    first_for: frozenset[Section] = frozenset()


_previews: dict[str, Preview] = {}


def register(preview: Preview) -> None:
    """Teach one more way to look at a draft."""
    _previews[preview.name] = preview


def previews() -> list[Preview]:
    """All ways, in the order they were registered."""
    return list(_previews.values())


def preview_named(name: str) -> Preview | None:
    """The way of that name; None for an unknown one."""
    return _previews.get(name)


@contextmanager
def written(draft: ItemDraft) -> Iterator[ItemVersion]:
    """The draft as a version, as if it were about to be published. It exists only inside: the transaction is rolled
    back.

    Raises KeyError for a seat or effect that names nothing.
    """
    with transaction.atomic():
        version = write_version(draft.item, normal(draft.content))
        version.state = VersionState.DRAFT
        yield version
        transaction.set_rollback(True)
