"""Pledges that take the place of proof (告知承诺, 2.4), and what the check afterwards found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import EncryptedTextField
from core.models import StoredFile
from identity.models import Staff


class PledgeOutcome(models.TextChoices):
    """What the check found."""

    TRUE = "true", _("What was pledged is true")
    FALSE = "false", _("What was pledged is false")


class Pledge(models.Model):
    """One applicant's pledge in the place of some materials of one case, which he chose and may undo until it is filed.

    `replaced` are the material specifications it takes the place of, as they were when it was signed; `signature` is
    the drawn one, without it `signed_by` was typed or stands on paper. `papered_at` is when D-07 was ordered, with the
    filing. `granted_at` begins the time for the check; `outcome` and `findings` are what it came to.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="pledge")
    replaced = ArrayField(models.BigIntegerField())
    signed_by = models.CharField(max_length=60)
    signature = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField()
    papered_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=5, choices=PledgeOutcome, blank=True)
    findings = EncryptedTextField(blank=True)
    checked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="pledge_to_check", condition=Q(outcome="", granted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"pledge of case {self.case_id}"


class PledgeEvidence(models.Model):
    """One file that shows what the check found, in order."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name
