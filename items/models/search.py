"""Words people use for an item that its official name does not contain."""

from django.db import models

from items.models.directory import DirectoryEntry


class SearchPhrase(models.Model):
    """An everyday phrase such as 开小吃店 that should find an item."""

    entry = models.ForeignKey(DirectoryEntry, on_delete=models.CASCADE, related_name="phrases")
    phrase = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "phrase"], name="phrase_once_per_entry")]

    def __str__(self) -> str:
        return self.phrase
