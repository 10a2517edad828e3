"""Stored files, known by what is in them."""

from django.db import models


class StoredFile(models.Model):
    """One content kept once, whoever uploaded it and however often; its row never changes (invariant 11).

    What a file is called and who may see it belong to the rows that point here.
    """

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="file_digest_is_sha256"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.digest[:12]}"

    @property
    def path(self) -> str:
        """Name of the content in the file storage."""
        return f"{self.digest[:2]}/{self.digest[2:4]}/{self.digest}"
