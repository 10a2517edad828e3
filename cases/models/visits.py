"""On-site checks of a case under review (现场核查): ordered, told, written down (T-11, D-21, XKF 34, 55)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import EncryptedJSONField, EncryptedTextField
from core.models import StoredFile
from identity.models import Staff


class VisitEnding(models.TextChoices):
    """How it ended."""

    RECORDED = "recorded", _("Written down")
    CALLED_OFF = "called_off", _("Called off")
    LAPSED = "lapsed", _("Lapsed")


class SiteVisit(models.Model):
    """One visit to a place: two or more of staff are sent (`officers`) to be there at `planned_at`; open while `ending`
    is empty.

    The record says when and where they really were, each officer's name with the number of the card he showed
    (`cards`, rows of `name` and `card`), what they found, and who signed: `signatures` are rows of `name`, with `file`
    (its id) and `digest` of a drawn one; `refusal` and `witness` stand for the applicant's where he did not sign.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="site_visits")
    ordered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    officers = models.ManyToManyField(Staff, related_name="site_visits")
    planned_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300)
    visited_at = models.DateTimeField(null=True)
    cards = EncryptedJSONField(default=list)
    findings = EncryptedTextField(blank=True)
    signatures = EncryptedJSONField(default=list)
    refusal = models.CharField(max_length=200, blank=True)
    witness = models.CharField(max_length=60, blank=True)
    ending = models.CharField(max_length=10, choices=VisitEnding, blank=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(ending=""), name="one_open_visit_per_case")]

    def __str__(self) -> str:
        return f"visit of case {self.case_id}"


class SitePhoto(models.Model):
    """One photo taken on the spot, in order."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name
