"""Machines of the hall that show pages without anybody signing in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from identity.models import Hall, Window, Zone


class DeviceKind(models.TextChoices):
    """What the machine is for."""

    KIOSK = "kiosk", _("Self-service machine")
    SCREEN = "screen", _("Screen")
    PAD = "pad", _("Pad at a window")


class Device(models.Model):
    """One machine in a hall, known by a secret token in its address; only the token's hash is kept.

    A screen with a zone shows that zone, without one the whole hall; a pad belongs to a window.
    """

    kind = models.CharField(max_length=6, choices=DeviceKind)
    name = models.CharField(max_length=40)
    place = models.CharField(max_length=60, blank=True)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="devices")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
