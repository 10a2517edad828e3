"""Pages that were joined to one file, kept so that it can be taken apart again."""

from django.db import models

from cases.models.materials import MaterialFile
from core.models import StoredFile


class JoinedPage(models.Model):
    """One file as it was handed in before it became part of `joint`, in the order of before, with the turn it got."""

    joint = models.ForeignKey(MaterialFile, on_delete=models.CASCADE, related_name="joined")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["joint", "order"], name="joined_page_order_once")]

    def __str__(self) -> str:
        return f"{self.name} in {self.joint}"
