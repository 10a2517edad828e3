"""Others who sign an application with its applicant: co-owners, spouses, shareholders."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import BlindIndexField, EncryptedTextField


class SigningWay(models.TextChoices):
    """Where somebody signed."""

    ONLINE = "online", _("Signed online")
    WINDOW = "window", _("Signed at the window")


class Signer(models.Model):
    """Somebody whom the applicant names as a further signer. `code` is his identity number; its index is that of
    parties, so that he finds the application in his own space. Declined with a `reason` until he is asked again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signers")
    name = models.CharField(max_length=60)
    code = EncryptedTextField()
    code_index = BlindIndexField()
    phone = EncryptedTextField(blank=True)
    asked_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code_index"], name="signer_once_per_case")]
        indexes = [models.Index(fields=["code_index", "-id"], name="signings_of_person")]

    def __str__(self) -> str:
        return f"signer {self.pk} of case {self.case_id}"


class Signature(models.Model):
    """One signature: `digest` is that of what was signed (cases.rules.signing), so that it holds for nothing else.
    `noted_by` is the clerk before whom somebody signed at a window."""

    signer = models.ForeignKey(Signer, on_delete=models.CASCADE, related_name="signatures")
    digest = models.CharField(max_length=64)
    way = models.CharField(max_length=6, choices=SigningWay)
    level = models.PositiveSmallIntegerField()
    noted_by = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signer"], condition=Q(voided_at=None), name="one_signature_that_stands")
        ]

    def __str__(self) -> str:
        return f"signature of {self.signer}"
