"""Those whom government serves: natural persons and organisations, and who may act for whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.encryption import blind_index
from core.fields import BlindIndexField, EncryptedTextField
from core.identifiers import mobile
from core.masking import Audience, Kind, mask


class PartyKind(models.TextChoices):
    """自然人 or 法人 (any organisation with a credit code)."""

    PERSON = "person", _("Individual")
    ENTERPRISE = "enterprise", _("Enterprise")


class CodeType(models.TextChoices):
    """Type of the main code, GA/T 2000.156 for persons."""

    ID_CARD = "111", _("Resident identity card")
    PASSPORT = "414", _("Passport")
    USCC = "001", _("Unified social credit code")


CODE_KINDS = {CodeType.ID_CARD: Kind.ID_NUMBER, CodeType.PASSPORT: Kind.PASSPORT, CodeType.USCC: Kind.USCC}
"""How a code of each type is masked."""


class Party(models.Model):
    """A person or an organisation known to the hall, once, whoever acts for it. The code is kept encrypted."""

    kind = models.CharField(max_length=10, choices=PartyKind)
    name = models.CharField(max_length=120)
    code_type = models.CharField(max_length=3, choices=CodeType)
    code = EncryptedTextField()
    code_index = BlindIndexField()
    phone = EncryptedTextField(blank=True)
    phone_index = BlindIndexField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code_type", "code_index"], name="party_code_once")]
        indexes = [models.Index(fields=["phone_index"], name="party_phone")]

    def __str__(self) -> str:
        return self.name

    def set_code(self, value: str) -> None:
        """Take over a validated identity number or credit code, with its index."""
        self.code, self.code_index = value, blind_index(value, "party.code")

    @property
    def masked_code(self) -> str:
        """The code as papers and staff see it (10.2); a credit code is public."""
        return mask(CODE_KINDS[CodeType(self.code_type)], self.code, Audience.STAFF)

    def set_phone(self, value: str) -> None:
        """Take over a mobile number (V-06), with its index. Raises InvalidIdentifier."""
        self.phone = mobile(value)
        self.phone_index = blind_index(self.phone, "party.phone")


class MandateState(models.TextChoices):
    """Whether a mandate may be used; outside its dates it may not either."""

    ACTIVE = "active", _("Active")
    REVOKED = "revoked", _("Revoked")


class Mandate(models.Model):
    """`agent` may act for `principal` from `since` to `until`, for all items or only the listed base codes (A-04)."""

    principal = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates_held")
    legal_representative = models.BooleanField(default=False)
    item_codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=MandateState, default=MandateState.ACTIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="mandate_for_another"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="mandate_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent} for {self.principal}"
