"""What is known and kept of a person, an enterprise or a project besides its licences (I-07)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.models import StoredFile
from identity.models import Party


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
    """An investment or construction project of a party; `facts` hold its data by the keys forms prefill from,
    as `source` told them, last at `updated_at` (else when the row was made)."""

    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="projects")
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    source = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


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
