"""What the body begins by itself about a licence it gave: rescinding and cancelling (依职权, C-23, XKF 69, 70)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.models import StoredFile
from identity.models import Staff
from spaces.models import Licence


class ProceedingKind(models.TextChoices):
    """What is intended."""

    RESCIND = "rescind", _("Rescind the licence")
    CANCEL = "cancel", _("Cancel the licence")


class Proceeding(models.Model):
    """A case begun by the body itself about one licence: what is intended, on which ground of the law, the facts and
    the evidence, and who began it. `upheld` is empty until it is decided; one that was not upheld changed nothing.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="proceeding")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="proceedings")
    kind = models.CharField(max_length=7, choices=ProceedingKind)
    ground = models.CharField(max_length=14)
    facts = models.TextField()
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    evidence_name = models.CharField(max_length=120, blank=True)
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
