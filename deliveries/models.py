"""How a result reaches a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField


class DeliveryWay(models.TextChoices):
    """送达方式 (D-16)."""

    ELECTRONIC = "electronic", _("Electronically, into the wallet")
    WINDOW = "window", _("At the window")
    COURIER = "courier", _("By courier")


class ResultDelivery(models.Model):
    """One hand-over of one result: who received it, how and when (C-21). Undelivered while `delivered_at` is empty."""

    way = models.CharField(max_length=10, choices=DeliveryWay)
    recipient_name = models.CharField(max_length=60)
    recipient_phone = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    parcel_no = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.way} {self.delivered_at or ''}".strip()
