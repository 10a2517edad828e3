"""The credit list: who deceived the hall, what that closes to him, and since when he has mended it (C-24, 2.4)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import EncryptedTextField
from identity.models import Party, Staff


class CreditGround(models.TextChoices):
    """What somebody did. `bars_for_years` is how long he cannot apply for the same again (C-24)."""

    FALSE_PLEDGE = "pledge", _("False pledge")
    FALSE_MATERIAL = "material", _("False material")
    DECEIT = "deceit", _("Obtained by deceit")

    def bars_for_years(self, *, safety: bool) -> int:
        """One year for false material where the item concerns safety, three where a licence was obtained by deceit."""
        if self == CreditGround.DECEIT:
            return 3
        return 1 if self == CreditGround.FALSE_MATERIAL and safety else 0


class CreditRecord(models.Model):
    """One entry of the list: `party` did this in `case`, as `facts` tell. Until `barred_until` (exclusive) he cannot
    apply for the same item again; until it is repaired nothing is taken in on his word: no pledge, no deferral.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="credit_records")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="credit_records")
    ground = models.CharField(max_length=8, choices=CreditGround)
    facts = EncryptedTextField()
    entered_at = models.DateTimeField()
    barred_until = models.DateField(null=True)
    repaired_at = models.DateTimeField(null=True)
    repaired_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    repair = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ground"], name="credit_record_once")]
        indexes = [
            models.Index(fields=["party"], name="credit_standing", condition=Q(repaired_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.ground} in case {self.case_id}"
