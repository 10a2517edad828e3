"""The further codes one holder is known by (6.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.encryption import blind_index
from core.fields import BlindIndexField, EncryptedTextField
from core.masking import Audience, Kind, mask
from identity.models import Party


class HolderCodeType(models.TextChoices):
    """Type of a code; persons' as GA/T 2000.156."""

    ID_CARD = "111", _("Resident identity card")
    PASSPORT = "414", _("Passport")
    HONG_KONG_MACAO = "516", _("Mainland travel permit of Hong Kong and Macao residents")
    TAIWAN = "511", _("Mainland travel permit of Taiwan residents")
    FOREIGN_RESIDENT = "553", _("Permanent residence of foreigners")
    USCC = "001", _("Unified social credit code")
    ORGANISATION = "097", _("Organisation code")
    REGISTRATION = "096", _("Registration number")


MASKED_AS = {HolderCodeType.ID_CARD: Kind.ID_NUMBER, HolderCodeType.USCC: Kind.USCC}


class HolderCode(models.Model):
    """One code of one holder besides the one it is registered under; a search by any of them finds all its licences.

    It was seen on an original by `added_by`; `valid_to` is the last day, empty while it is in use. The code is
    encrypted; its blind index has the purpose of `Party.code`, so that codes of both tables match.
    """

    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="holder_codes")
    type = models.CharField(max_length=3, choices=HolderCodeType)
    code = EncryptedTextField()
    code_index = BlindIndexField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    added_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "code_index", "holder"], name="holder_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="holder_code_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["code_index"], name="holder_by_code")]

    def __str__(self) -> str:
        return f"{self.type} of party {self.holder_id}"

    def set_code(self, value: str) -> None:
        """Take over a validated code, with its index."""
        self.code, self.code_index = value, blind_index(value, "party.code")

    @property
    def masked_code(self) -> str:
        """The code as staff and papers see it (10.2)."""
        return mask(MASKED_AS.get(HolderCodeType(self.type), Kind.PASSPORT), self.code, Audience.STAFF)
