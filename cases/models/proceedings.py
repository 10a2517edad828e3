"""What the body begins by itself about a licence it gave: rescinding, cancelling and revoking (依职权, C-23, C-24)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.credit import CreditGround
from cases.models.proposals import Proposal
from core.models import StoredFile
from identity.models import Staff
from spaces.models import Licence


class ProceedingKind(models.TextChoices):
    """What is intended."""

    RESCIND = "rescind", _("Rescind the licence")
    CANCEL = "cancel", _("Cancel the licence")
    REVOKE = "revoke", _("Revoke the licence")


class Proceeding(models.Model):
    """A case begun by the body itself about one licence: what is intended, on which ground of the law, the facts, and
    who began it. `upheld` is empty until it is decided; one that was not upheld changed nothing.

    `credit` is what the holder is entered in the credit list for when it is upheld; `proposal` is the approved proposal
    it comes from, empty where it was begun on the page of the licence.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="proceeding")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="proceedings")
    kind = models.CharField(max_length=7, choices=ProceedingKind)
    ground = models.CharField(max_length=14)
    facts = models.TextField()
    credit = models.CharField(max_length=8, choices=CreditGround, blank=True)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, related_name="proceeding")
    begun_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence"], condition=models.Q(upheld=None), name="one_open_proceeding_per_licence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of licence {self.licence_id}"


class ProceedingEvidence(models.Model):
    """One file that shows the facts, in order."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name
