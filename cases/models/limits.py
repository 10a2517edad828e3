"""Limits an installation has set itself."""

from django.db import models

from items.models import TimeUnit


class LimitRule(models.Model):
    """A limit of 2.5 as this installation keeps it; without a row the law's own holds. `amount` is in `unit`.

    Clocks that run keep the limit they started with.
    """

    code = models.CharField(max_length=8, unique=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=2, choices=TimeUnit)
    basis = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.amount} {self.unit}"
