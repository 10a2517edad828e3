"""Counters that give out numbers."""

from django.db import models


class Counter(models.Model):
    """The last number given out under one key, for example the case numbers of one item on one day."""

    key = models.CharField(max_length=120, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
