"""Parcels of a case, and originals that come by courier."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.models import StoredFile
from deliveries.models import Parcel
from deliveries.rules.tracks import FAILED


class CaseParcel(models.Model):
    """Which case a parcel belongs to, whichever way it goes (C-42); parcels themselves know nothing of cases."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parcels")
    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="of_case")

    def __str__(self) -> str:
        return f"{self.parcel} of case {self.case_id}"


class Settlement(models.TextChoices):
    """What the handler decided about papers that differ from the files (C-36)."""

    GO_ON = "go_on", _("The difference does not matter, go on")
    CORRECT = "correct", _("The applicant has to correct it")
    WEIGH = "weigh", _("It is weighed in the decision")


class MailedPapers(models.Model):
    """Originals of one case that the applicant sends by courier (C-36, H70).

    With the three scans – waybill, content list, commitment that paper and files agree – in order, the papers count as
    handed in (`counted_at`) before they arrive. On arrival they are compared with the files; a difference waits until
    its handler `settled` it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="mailed_papers")
    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="papers")
    waybill_scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    contents_scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    commitment_scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    counted_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    agrees = models.BooleanField(null=True)
    mismatch = models.CharField(max_length=500, blank=True)
    settlement = models.CharField(max_length=7, choices=Settlement, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scanned_at__isnull=True)
                | Q(waybill_scan__isnull=False, contents_scan__isnull=False, commitment_scan__isnull=False),
                name="scans_come_together",
            ),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=True) | Q(scanned_at__isnull=False), name="counted_papers_were_scanned"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(agrees=False), name="only_a_difference_is_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"papers of case {self.case_id} in {self.parcel}"

    @property
    def waits_for_check(self) -> bool:
        """Whether scans are there that nobody judged yet."""
        judged = self.counted_at or self.returned_at or self.compared_at
        return self.scanned_at is not None and judged is None

    @property
    def is_expected(self) -> bool:
        """Whether they are on their way or wait to be compared; a parcel that failed brings nothing."""
        return self.compared_at is None and not (self.parcel.state in FAILED and self.arrived_at is None)

    @property
    def differs(self) -> bool:
        """Whether a difference was found that nobody decided about."""
        return self.agrees is False and self.settled_at is None
