"""Our parcels against the statements of carriers (H72)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from deliveries.models.parcels import Parcel
from deliveries.rules.comparing import Difference


class Reconciliation(models.Model):
    """One carrier's statement of one day in Asia/Shanghai, compared with our parcels ordered on it. Compared anew while
    something differs; `lines` say what differs now.
    """

    carrier = models.CharField(max_length=20)
    day = models.DateField()
    compared_at = models.DateTimeField()
    parcels = models.PositiveIntegerField()
    matching = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["carrier", "day"], name="reconciliation_once_per_day")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.day}"


DIFFERENCES = {
    Difference.UNKNOWN: _("The carrier names a parcel we do not know"),
    Difference.MISSING: _("The carrier does not name our parcel"),
    Difference.STATE: _("The carrier says another state"),
    Difference.PRICE: _("The carrier asks another price"),
}


class ReconciliationLine(models.Model):
    """One difference: what we have and what the carrier says, as words or fen."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=7, choices=[(kind.value, words) for kind, words in DIFFERENCES.items()])
    waybill = models.CharField(max_length=40)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="+")
    ours = models.CharField(max_length=40, blank=True)
    theirs = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.waybill}"
