"""Windows at work, and who stood before them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from core.fields import BlindIndexField
from hall_devices.models.devices import Device
from identity.models import Party, Staff, Window
from items.models import ItemVersion


class ReadingKind(models.TextChoices):
    """How somebody said who he is; typed by hand means 未刷卡 (Q-22)."""

    CARD = "card", _("Read from a card")
    TYPED = "typed", _("Not read from a card")
    SHOWN = "shown", _("Shown on the phone")

    @property
    def assurance_level(self) -> int:
        """Level of A-02: face to face with a card 5; typed by hand 3 (Q-22), and a phone that may change hands, too."""
        return 5 if self is ReadingKind.CARD else 3


class VisitorReading(models.Model):
    """One time somebody was identified at a device or a window. Append-only: the evidence of Q-20.

    `device_no` is the number of the reader's security module; `expired` that the card's validity had passed (Q-21);
    `elderly` that the green channel is open to him (Q-04).
    """

    kind = models.CharField(max_length=5, choices=ReadingKind)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="readings")
    visitor_index = BlindIndexField()
    device_no = models.CharField(max_length=40, blank=True)
    expired = models.BooleanField(default=False)
    elderly = models.BooleanField(default=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="readings")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="readings")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class WindowState(models.TextChoices):
    """Whether a window serves (Q-07)."""

    OPEN = "open", _("In service")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Not open")


class WindowStatus(models.Model):
    """A window that has been opened before: whether it serves now, who works there, and who stands before it.

    `kept_version` is the item the clerk keeps for the next visitor, when many come for the same. Every deed at a window
    locks this row first, so that two clicks are one deed.
    """

    window = models.OneToOneField(Window, on_delete=models.PROTECT, related_name="status")
    state = models.CharField(max_length=6, choices=WindowState, default=WindowState.CLOSED)
    reason = models.CharField(max_length=40, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="window_statuses")
    since = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="window_statuses")
    reading = models.ForeignKey(VisitorReading, on_delete=models.PROTECT, null=True, related_name="window_statuses")
    kept_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.window} {self.state}"


class Visit(models.Model):
    """A case taken in at a window: for whom it was opened, on which ticket, and how that person was identified."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="visit")
    ticket = models.ForeignKey("hall_devices.Ticket", on_delete=models.PROTECT, null=True, related_name="visits")
    reading = models.ForeignKey(VisitorReading, on_delete=models.PROTECT, related_name="visits")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="visits")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case} at {self.window}"
