"""How a result reaches a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField, EncryptedTextField
from core.models import StoredFile


class DeliveryWay(models.TextChoices):
    """送达方式 (D-16)."""

    ELECTRONIC = "electronic", _("Electronically, into the wallet")
    WINDOW = "window", _("At the window")
    COURIER = "courier", _("By courier")
    LEFT = "left", _("Left before a witness")
    ENTRUSTED = "entrusted", _("By another body on our behalf")
    ANNOUNCED = "announced", _("By public announcement")


class Relation(models.TextChoices):
    """Who took the result, seen from the applicant."""

    SELF = "self", _("The applicant in person")
    AGENT = "agent", _("Agent of the applicant")
    HOUSEHOLD = "household", _("Adult member of the household")
    OFFICE = "office", _("Takes mail for the organisation")
    OTHER = "other", _("Somebody the applicant sent")


class IdentityCheck(models.TextChoices):
    """How the clerk made sure who stands before him."""

    CARD = "card", _("Identity card read")
    NUMBER = "number", _("Number typed from the document")


class ResultDelivery(models.Model):
    """One hand-over of one result: planned while `delivered_at` is empty, then the facts of its proof (C-21, D-16).

    `code_index` is the keyed hash of the pick-up code, which is stored nowhere: it is worked out anew from the row and
    `code_round` when its owner asks (services.handing). `deliverer` is the person or carrier, `refusal` why the
    recipient did not sign, `witness` who saw it.
    """

    way = models.CharField(max_length=10, choices=DeliveryWay)
    recipient_name = models.CharField(max_length=60)
    recipient_phone = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    code_index = BlindIndexField(null=True)
    code_round = models.PositiveSmallIntegerField(default=0)
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_locked_until = models.DateTimeField(null=True)
    recipient_code = EncryptedTextField(blank=True)
    relation = models.CharField(max_length=9, choices=Relation, blank=True)
    identity_check = models.CharField(max_length=6, choices=IdentityCheck, blank=True)
    place = models.CharField(max_length=120, blank=True)
    deliverer = models.CharField(max_length=120, blank=True)
    signature = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed_on_paper = models.BooleanField(default=False)
    refusal = models.CharField(max_length=200, blank=True)
    witness = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_index"],
                condition=Q(delivered_at__isnull=True, code_index__isnull=False),
                name="open_pickup_code_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.delivered_at or ''}".strip()
