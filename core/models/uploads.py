"""Files that come in parts, until the form they belong to takes them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from core.fields import BlindIndexField, EncryptedTextField


class Upload(models.Model):
    """A file on its way over a poor line: `received` of its `size` bytes are here.

    `digest` is the SHA-256 the sender names, empty when he names none. `mark` is a keyed hash of place and file, by
    which the same file chosen again goes on where it stopped. Whoever stopped sending is forgotten a day after
    `touched_at`.
    """

    key = models.UUIDField(unique=True, default=uuid4)
    account_id = models.BigIntegerField()
    name = EncryptedTextField()
    mark = BlindIndexField()
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="no_more_received_than_announced"),
            models.UniqueConstraint(fields=["account_id", "mark"], name="one_upload_of_a_file_at_a_place"),
        ]
        indexes = [models.Index(fields=["touched_at"], name="upload_by_age")]

    def __str__(self) -> str:
        return f"upload {self.pk}: {self.received} of {self.size}"

    @property
    def is_complete(self) -> bool:
        return self.received == self.size


class UploadPart(models.Model):
    """One part that arrived: `size` bytes from `start` on, with their SHA-256."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=100, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="one_part_at_each_place")]

    def __str__(self) -> str:
        return f"part of upload {self.upload_id} from {self.start}"
