"""Licences that exist on paper only, captured in batches by two persons (历史证照, L-16)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedJSONField
from core.models import StoredFile
from identity.models import Department
from spaces.models.licences import Licence


class CaptureState(models.TextChoices):
    """How far a scanned licence is."""

    SCANNED = "scanned", _("To be typed")
    TYPED = "typed", _("To be checked")
    DIFFERS = "differs", _("To be settled")
    STORED = "stored", _("In the library")
    REJECTED = "rejected", _("Set aside")


class CaptureBatch(models.Model):
    """Scans of papers of one kind that one body issued; `fields` are the labels of what is typed besides the usual."""

    name = models.CharField(max_length=80)
    issuer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="capture_batches")
    licence_name = models.CharField(max_length=120)
    fields = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Capture(models.Model):
    """One scan of a batch: what the first person typed, what the second one read there by himself, and the licence that
    came of it. The two are never the same account."""

    batch = models.ForeignKey(CaptureBatch, on_delete=models.PROTECT, related_name="captures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=CaptureState, default=CaptureState.SCANNED)
    typed = EncryptedJSONField(default=dict)
    checked = EncryptedJSONField(default=dict)
    typed_account_id = models.BigIntegerField(null=True)
    typed_by = models.CharField(max_length=120, blank=True)
    checked_account_id = models.BigIntegerField(null=True)
    checked_by = models.CharField(max_length=120, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, null=True, related_name="capture")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "file"], name="capture_scan_once"),
            models.CheckConstraint(
                condition=Q(checked_account_id=None) | ~Q(checked_account_id=F("typed_account_id")),
                name="capture_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} of batch {self.batch_id}"
