"""How a draft will look: pages that show an item register here, each for one reader. Upper apps fill it in ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from items.models import ItemDraft, ItemVersion, VersionState
from items.rules.shapes import normal
from items.services.importing import write_version

Show = Callable[[HttpRequest, ItemVersion], HttpResponse]


@dataclass(frozen=True, slots=True)
class Preview:
    """One page on which an item is seen; `name` stands in its address."""

    name: str
    label: str | Promise
    show: Show


_previews: dict[str, Preview] = {}


def register(preview: Preview) -> None:
    """Teach one more way to look at a draft."""
    _previews[preview.name] = preview


def previews() -> list[Preview]:
    """All ways, in the order they were registered."""
    return list(_previews.values())


def show_draft(draft: ItemDraft, name: str, request: HttpRequest) -> HttpResponse:
    """The real page, made of the draft as if it were published. The version it needs exists only while the page is
    made: the transaction is rolled back.

    Raises KeyError for an unknown preview or a seat or effect that names nothing.
    """
    preview = _previews[name]
    with transaction.atomic():
        version = write_version(draft.item, normal(draft.content))
        version.state = VersionState.DRAFT
        answer = preview.show(request, version)
        transaction.set_rollback(True)
    return answer
