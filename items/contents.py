"""What the catalogue says about an item now: its open draft, or the version in force."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from items.exporting import PART_SETS, shape_of
from items.models import LIVE_STATES, Item, ItemDraft, ItemVersion
from items.models.drafts import OVER, DraftState
from items.rules.shapes import Shape

CHUNK = 100


@dataclass(frozen=True, slots=True)
class Content:
    """An item with the normal shape people work on, the draft it is in (if any) and the version in force (if any)."""

    item: Item
    shape: Shape
    draft: ItemDraft | None
    version: ItemVersion | None

    @property
    def draft_open(self) -> bool:
        """Whether its draft can be edited, or one can be opened."""
        return self.draft is None or DraftState(self.draft.state).open_to_edits


def contents_of(items: QuerySet[Item]) -> Iterator[Content]:
    """The contents of items in the order of their codes, a chunk at a time; items without any are left out."""
    ordered = items.order_by("implementing_code", "pk")
    last = ""
    while chunk := list(ordered.filter(implementing_code__gt=last)[:CHUNK]):
        yield from contents_among(chunk)
        last = chunk[-1].implementing_code


def contents_among(items: list[Item]) -> list[Content]:
    """The same for a few items that were read already."""
    keys = [item.pk for item in items]
    drafts = {draft.item_id: draft for draft in ItemDraft.objects.filter(item__in=keys).exclude(state__in=OVER)}
    versions = {version.item_id: version for version in _versions(keys)}
    found = []
    for item in items:
        draft, version = drafts.get(item.pk), versions.get(item.pk)
        if draft is not None:
            found.append(Content(item, draft.content, draft, version))
        elif version is not None:
            found.append(Content(item, shape_of(version), None, version))
    return found


def _versions(keys: list[int]) -> QuerySet[ItemVersion]:
    versions = ItemVersion.objects.filter(item__in=keys, state__in=LIVE_STATES).select_related("item__entry")
    sets = [*PART_SETS.values(), "handlingoption_set", "condition_set", "formfield_set"]
    return versions.prefetch_related(*sets)
