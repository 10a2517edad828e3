"""Deeds on many items at once, with what each did, so that they can be taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from items.models.directory import Item
from items.models.drafts import ItemDraft


class BulkKind(models.TextChoices):
    """What may be done with many at once."""

    CHANGE = "change", _("Change one element")
    MOVE = "move", _("Hand drafts on")
    SUSPEND = "suspend", _("Suspend items")
    RESUME = "resume", _("Resume items")


class BulkAct(models.Model):
    """One deed on many: `values` says what (element and value, deed, reason). Taken back as a whole at `undone_at`."""

    kind = models.CharField(max_length=8, choices=BulkKind)
    values = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class BulkResult(models.Model):
    """What a deed did to one item or draft, or the sentence with which it was refused; `before` is the former state."""

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="results")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(ItemDraft, on_delete=models.PROTECT, null=True, related_name="+")
    done = models.BooleanField()
    words = models.CharField(max_length=400)
    before = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.words}"
