"""What the catalogue does when something happened to one of its versions."""

from core.events import Event, Record
from core.locks import hold
from items import events
from items.models import CatalogueChange, ChangeKind, ItemVersion, VersionState
from items.services.guide_papers import make_guide_paper
from items.services.indexing import index_items
from items.services.measuring import measure_version

TOLD: dict[type[Event], ChangeKind] = {
    events.VersionPublished: ChangeKind.PUBLISHED,
    events.VersionSuspended: ChangeKind.SUSPENDED,
    events.VersionResumed: ChangeKind.RESUMED,
    events.VersionCancelled: ChangeKind.CANCELLED,
}


def index_changed_item(record: Record) -> None:
    """Let the item be found by the words of the version in force, from the same moment on (I-17)."""
    index_items([record.event.item_id])


def tell_change(record: Record) -> None:
    """Add it to the public feed, after the version it took the place of.

    The feed is held until the transaction ends: keys are given out before rows can be seen, and a reader that went on
    from a later key would never see the earlier one.
    """
    kind = TOLD.get(type(record.event))
    if kind is None:
        return
    event = record.event
    hold("catalogue-changes")
    rows = [(event.version_id, kind, getattr(event, "reason", ""))]
    if kind == ChangeKind.PUBLISHED:
        former = ItemVersion.objects.filter(item_id=event.item_id, state=VersionState.SUPERSEDED)
        told = former.exclude(changes__kind=ChangeKind.SUPERSEDED).order_by("number").values_list("pk", flat=True)
        rows = [*((key, ChangeKind.SUPERSEDED, "") for key in told), *rows]
    CatalogueChange.objects.bulk_create(
        CatalogueChange(item_id=event.item_id, version_id=key, kind=kind, reason=reason, at=record.at)
        for key, kind, reason in rows
    )


def make_ordered_guide_paper(record: Record) -> None:
    """Draw the paper somebody asked for on a guide."""
    make_guide_paper(record.event.guide_paper_id)


def measure_published_version(record: Record) -> None:
    """Count how complete it is (I-16), once and for all: it never changes again."""
    measure_version(ItemVersion.objects.select_related("item__entry").get(pk=record.event.version_id))
