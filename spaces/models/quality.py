"""How good the data about enterprises are, counted once a day (C118)."""

from django.db import models
from django.db.models import Q

from identity.models import Party


class EnterpriseQuality(models.Model):
    """What was found of one enterprise when it was last counted: how many facts are missing, wrong, and how many
    licences ran out; `flawed` if any is."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="quality")
    missing = models.PositiveSmallIntegerField()
    wrong = models.PositiveSmallIntegerField()
    expired = models.PositiveSmallIntegerField()
    flawed = models.BooleanField()
    counted_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["id"], name="flawed_enterprises", condition=Q(flawed=True))]

    def __str__(self) -> str:
        return f"quality of party {self.party_id}"


class QualityDay(models.Model):
    """One day's count over all enterprises; kept, so that one sees whether the flaws become fewer."""

    day = models.DateField(unique=True)
    enterprises = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    expired = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.enterprises} enterprises"
