"""Licences, one row a version, and what was asked or printed of them (chapter 6)."""

from mimetypes import guess_extension

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import EncryptedJSONField, EncryptedTextField
from core.models import StoredFile
from identity.models import Department, Party
from spaces.models.kinds import LicenceLayout
from spaces.models.libraries import TrustLevel


class LicenceState(models.TextChoices):
    """State of a licence (6.4); the value is the exchange code. Only 01 may be shown as valid."""

    VALID = "01", _("Valid")
    WITHHELD = "02", _("Withheld")
    RESCINDED = "03", _("Rescinded")
    CANCELLED = "04", pgettext_lazy("licence", "Cancelled")
    LAPSED = "05", _("Lapsed")
    TRANSFERRED = "06", _("Transferred elsewhere")
    REVOKED = "07", _("Revoked")


class RescindGround(models.TextChoices):
    """Why a licence that should not have been given is rescinded (XKF 69)."""

    ABUSE = "abuse", _("Granted by abuse of power or neglect of duty")
    BEYOND_POWERS = "beyond_powers", _("Granted beyond the body's powers")
    PROCEDURE = "procedure", _("Granted against the procedure the law lays down")
    UNFIT = "unfit", _("Granted to somebody who does not meet the conditions")
    DECEIT = "deceit", _("Obtained by deceit, bribery or other improper means")
    OTHER = "other", _("Another case in which the law allows it")


class CancelGround(models.TextChoices):
    """The six cases in which a licence is cancelled (XKF 70)."""

    EXPIRED = "expired", _("Its validity has ended and was not extended")
    HOLDER_GONE = "holder_gone", _("The holder has died or lost capacity")
    BODY_ENDED = "body_ended", _("The organisation that holds it has ended")
    ENDED_BEFORE = "ended_before", _("It was rescinded, withdrawn or revoked")
    FORCE_MAJEURE = "force_majeure", _("Force majeure makes it impossible to carry out")
    OTHER = "other", _("Another case the law lays down")


class RevokeGround(models.TextChoices):
    """For what a licence is revoked as a penalty (XKF 80)."""

    MISUSED = "misused", _("Altered, sold, leased or lent, or transferred against the law")
    BEYOND_SCOPE = "beyond_scope", _("Acted beyond what the licence allows")
    CONCEALED = "concealed", _("Concealed facts from those who supervise it or gave them false material")
    OTHER = "other", _("Another breach for which the law lets it be revoked")


class LicenceOrigin(models.TextChoices):
    """How a version came about; the exchange code of its operation (6.4) is known for issue (01) and transfer (08)."""

    ISSUED = "issued", _("Issued")
    CHANGED = "changed", _("Changed")
    CAPTURED = "captured", _("Captured from paper")
    TRANSFERRED = "transferred", _("Transferred in")


class Licence(models.Model):
    """One version of one electronic licence; never edited, a change is a new version (L-03, L-17).

    `identifier` follows L-01; `valid_until` is the last valid day, empty for unlimited; `verify_code` opens the public
    verification page and is printed in the QR. `holder_name` is what a corrected version calls its holder, empty for
    his own name (L-17). `digest` is the fingerprint of all it says: the paper and the electronic
    file are made from the same data set (L-15). `trust_level` is B for one captured from paper (L-16).
    """

    name = models.CharField(max_length=120)
    type_code = models.CharField(max_length=21)
    number = models.CharField(max_length=60)
    identifier = models.CharField(max_length=100, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=11, choices=LicenceOrigin, default=LicenceOrigin.ISSUED)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    layout = models.ForeignKey(LicenceLayout, on_delete=models.PROTECT, null=True, related_name="licences")
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="licences")
    holder_name = models.CharField(max_length=120, blank=True)
    issuer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="licences_issued")
    receiver = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="licences_offered")
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=2, choices=LicenceState, default=LicenceState.VALID)
    state_ground = models.CharField(max_length=14, blank=True)
    state_reason = models.CharField(max_length=200, blank=True)
    data = EncryptedJSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    trust_level = models.CharField(max_length=1, choices=TrustLevel, default=TrustLevel.A)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="licences")
    verify_code = models.CharField(max_length=32, unique=True)
    case_no = models.CharField(max_length=50, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["holder", "name"], name="licence_of_holder"),
            models.Index(fields=["issuer", "number"], name="licence_of_issuer"),
            models.Index(fields=["valid_until"], name="licence_to_expire", condition=Q(state__in=["01", "02"])),
        ]
        constraints = [
            models.UniqueConstraint(fields=["type_code", "number", "version"], name="licence_version_once"),
            models.UniqueConstraint(
                fields=["type_code", "number"], condition=Q(state="01"), name="one_valid_version_per_licence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def named_holder(self) -> str:
        """What the licence calls its holder."""
        return self.holder_name or self.holder.name

    @property
    def file_name(self) -> str:
        """What its file is called when it is downloaded; scans of papers may be pictures."""
        extension = guess_extension(self.file.media_type) if self.file else ""
        return f"{self.name}-{self.number}{extension}"


class LicencePrint(models.Model):
    """One paper copy of a licence: on which blank, from which data set (`digest`, L-15), by whom; `reason` says why it
    was printed again."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="prints")
    blank_no = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.blank_no} of licence {self.licence_id}"


class CorrectionState(models.TextChoices):
    """What became of a holder's request to correct his licence."""

    OPEN = "open", _("Being looked at")
    MADE = "made", _("Corrected")
    REFUSED = "refused", _("Not corrected")


class LicenceCorrection(models.Model):
    """A holder says that a field of his licence is wrong (L-17); it ends with a new version or a reasoned refusal."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=60)
    wanted = EncryptedTextField()
    reason = EncryptedTextField()
    state = models.CharField(max_length=8, choices=CorrectionState, default=CorrectionState.OPEN)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "field"], condition=Q(state="open"), name="one_open_correction_per_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of licence {self.licence_id}"
