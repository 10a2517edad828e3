"""What government already holds about a person, an enterprise or a project, so that nobody is asked twice (I-07)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedJSONField, EncryptedTextField
from core.models import StoredFile
from identity.models import Department, Party


class LibraryFact(models.Model):
    """One known fact of a party, such as `address`. Verified facts come from a register and are read-only in forms."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(max_length=60)
    value = EncryptedTextField()
    source = models.CharField(max_length=60)
    verified = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "key"], name="library_fact_once")]

    def __str__(self) -> str:
        return self.key


class Project(models.Model):
    """An investment or construction project of a party; `facts` hold its data by the keys forms prefill from."""

    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="projects")
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class LicenceType(models.Model):
    """A kind of licence (证照类型, L-04) with its code in identifiers (L-01): its publisher and a serial there.

    `publisher` is empty for kinds the State's catalogue lists: every body issues those under the catalogue's code.
    """

    name = models.CharField(max_length=120)
    publisher = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="licence_types")
    code = models.CharField(max_length=21, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "publisher"], nulls_distinct=False, name="licence_type_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class LicenceState(models.TextChoices):
    """State of a licence (6.4); the value is the exchange code. Only 01 may be shown as valid."""

    VALID = "01", _("Valid")
    WITHHELD = "02", _("Withheld")
    RESCINDED = "03", _("Rescinded")
    CANCELLED = "04", _("Cancelled")
    LAPSED = "05", _("Lapsed")
    REVOKED = "07", _("Revoked")


class Licence(models.Model):
    """One version of one electronic licence; never edited, a change is a new version (L-03, L-17).

    `identifier` follows L-01; `valid_until` is the last valid day, empty for unlimited; `verify_code` opens the public
    verification page and is printed in the QR.
    """

    name = models.CharField(max_length=120)
    type_code = models.CharField(max_length=21)
    number = models.CharField(max_length=60)
    identifier = models.CharField(max_length=100, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="licences")
    issuer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="licences_issued")
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=2, choices=LicenceState, default=LicenceState.VALID)
    state_reason = models.CharField(max_length=200, blank=True)
    data = EncryptedJSONField(default=dict)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="licences")
    verify_code = models.CharField(max_length=32, unique=True)
    case_no = models.CharField(max_length=50, blank=True)

    class Meta:
        indexes = [models.Index(fields=["holder", "name"], name="licence_of_holder")]
        constraints = [
            models.UniqueConstraint(fields=["type_code", "number", "version"], name="licence_version_once"),
            models.UniqueConstraint(
                fields=["type_code", "number"], condition=Q(state="01"), name="one_valid_version_per_licence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class TrustLevel(models.TextChoices):
    """How far a stored document may be relied on (6.5); it rises by a recorded check, never falls silently (L-05)."""

    A = "A", _("Issued and sealed by an authority")
    B = "B", _("Checked against the original")
    C = "C", _("Uploaded by the user")
    D = "D", _("Made by the user")


class WalletDocument(models.Model):
    """A document a party can use again: an uploaded material or a paper that a window scanned."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="wallet")
    name = models.CharField(max_length=120)
    trust_level = models.CharField(max_length=1, choices=TrustLevel)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="wallet_documents")
    file_name = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "name", "file"], name="wallet_document_once")]

    def __str__(self) -> str:
        return self.name
