"""The public feed of what changed in the catalogue."""

from django.db import models

from items.models.directory import Item
from items.models.versions import ItemVersion


class ChangeKind(models.TextChoices):
    """What happened to a version (1.9)."""

    PUBLISHED = "published"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class CatalogueChange(models.Model):
    """One line of the feed; its key is the position a reader goes on from.

    Rows are written one transaction after the other (`items.reactors.tell_change`), so keys become visible in their
    order and a reader that has seen one never misses a smaller one.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="changes")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="changes", db_index=False)
    kind = models.CharField(max_length=10, choices=ChangeKind)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"
