"""How licences are used (6.7): fetched, verified and lent, shown on a phone and copied for a purpose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField, EncryptedTextField
from core.models import StoredFile
from spaces.models.licences import Licence


class UseKind(models.TextChoices):
    """What was done with a licence."""

    FETCHED = "fetched", _("Fetched for a case")
    SHARED = "shared", _("Fetched by another system")
    LENT = "lent", _("Used with the holder's authorisation")
    VERIFIED = "verified", _("Verified when it was shown")
    LOOKED_AT = "looked", _("Looked at by its issuing body")
    COPIED = "copied", _("Copied for a purpose")


class LicenceGrant(models.Model):
    """授权用证 (L-13): `person` may use the licence for one purpose, within dates (inclusive) and so many times.

    He is named by the holder with his code, of which only the blind index is kept: he need not have an account yet.
    """

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="grants")
    person_name = models.CharField(max_length=120)
    person_index = BlindIndexField()
    purpose = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField()
    times = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=32, unique=True)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person_index"], name="licence_grant_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="licence_grant_ends_later"),
            models.CheckConstraint(condition=Q(used__lte=F("times")), name="licence_grant_not_overused"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk} of licence {self.licence_id}"


class LicenceUse(models.Model):
    """One use of a licence by somebody other than its holder (L-10), which the holder can see. Rows are neither changed
    nor, for three years, deleted; the database sees to that. `fields` are the labels of what was handed over.
    """

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=8, choices=UseKind)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    item = models.CharField(max_length=200, blank=True)
    case_no = models.CharField(max_length=50, blank=True)
    grant = models.ForeignKey(LicenceGrant, on_delete=models.PROTECT, null=True, related_name="uses")
    fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["licence", "-at"], name="licence_uses_latest")]

    def __str__(self) -> str:
        return f"{self.kind} of licence {self.licence_id}"


class ShowCode(models.Model):
    """A code a holder shows on his phone (L-12): scanned once, within a minute. Only its hash is kept; `use` is
    written once the one who scanned it said who he is."""

    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="show_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    use = models.OneToOneField(LicenceUse, on_delete=models.PROTECT, null=True, related_name="shown_code")

    class Meta:
        indexes = [models.Index(fields=["licence", "-made_at"], name="show_code_latest")]

    def __str__(self) -> str:
        return f"code shown of licence {self.licence_id}"


class LicenceCopy(models.Model):
    """A copy with a watermark that says for whom, for what and until when it is meant (加注件, L-06)."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="copies")
    user = models.CharField(max_length=120)
    purpose = EncryptedTextField()
    until = models.DateField()
    ordered_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="licence_copies")

    def __str__(self) -> str:
        return f"copy of licence {self.licence_id}"
