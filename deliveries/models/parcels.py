"""Parcels and what carriers say of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from deliveries.rules.tracks import FAILED, FINAL, ParcelState

STATE_WORDS = [
    (ParcelState.ORDERING.value, _("Being ordered from the carrier")),
    (ParcelState.REJECTED.value, _("Not taken by the carrier")),
    (ParcelState.ORDERED.value, _("Waiting to be collected")),
    (ParcelState.COLLECTED.value, _("Collected")),
    (ParcelState.IN_TRANSIT.value, _("In transit")),
    (ParcelState.OUT.value, _("Out for delivery")),
    (ParcelState.SIGNED.value, _("Signed for")),
    (ParcelState.RETURNED.value, _("Sent back")),
    (ParcelState.LOST.value, _("Lost")),
]


WITHOUT_WAYBILL = [ParcelState.ORDERING.value, ParcelState.REJECTED.value]
ENDED = [state.value for state in FINAL]
TO_SEE_TO = [state.value for state in FAILED]


class Direction(models.TextChoices):
    """Whether we send it or the citizen does (C-42)."""

    OUT = "out", _("To the applicant")
    IN = "in", _("From the applicant")


class Heard(models.TextChoices):
    """How we learnt of an event."""

    TOLD = "told", _("The carrier told us")
    ASKED = "asked", _("We asked the carrier")


class Parcel(models.Model):
    """One parcel at one carrier, whatever is in it and whichever way it goes (C-42, H70, H71).

    `key` is our order number, which makes an order that is sent twice one order. `price` is what the carrier asks, in
    fen; empty until it said so. `state` is what the carrier's events up to the first gap fold to. `ask_at` is when we
    ask for the track because nothing was heard; empty when there is nothing to ask. A parcel that came back, was lost
    or was not taken waits for somebody until `settled_at`; one sent in its place names it as `replaces`.
    """

    key = models.CharField(max_length=32, unique=True)
    direction = models.CharField(max_length=3, choices=Direction)
    carrier = models.CharField(max_length=20)
    waybill = models.CharField(max_length=40, null=True)
    state = models.CharField(max_length=10, choices=STATE_WORDS, default=ParcelState.ORDERING.value)
    sender_name = models.CharField(max_length=60)
    sender_phone = EncryptedTextField()
    sender_address = EncryptedTextField()
    receiver_name = models.CharField(max_length=60)
    receiver_phone = EncryptedTextField()
    receiver_address = EncryptedTextField()
    contents = models.JSONField(default=list)
    price = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "waybill"], condition=Q(waybill__isnull=False), name="waybill_once_per_carrier"
            ),
            models.CheckConstraint(
                condition=Q(waybill__isnull=False) | Q(state__in=WITHOUT_WAYBILL),
                name="a_moving_parcel_has_a_waybill",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False, state__in=ENDED) | Q(ended_at__isnull=True) & ~Q(state__in=ENDED),
                name="a_parcel_ends_with_its_last_state",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")), name="no_parcel_replaces_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["ask_at"], name="parcel_to_ask_for", condition=Q(ask_at__isnull=False)),
            models.Index(fields=["carrier", "ordered_at"], name="parcel_of_carrier_and_day"),
            models.Index(fields=["id"], name="parcel_under_way", condition=Q(ended_at__isnull=True)),
            models.Index(
                fields=["id"], name="parcel_to_see_to", condition=Q(state__in=TO_SEE_TO, settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.waybill or self.key

    @property
    def is_open(self) -> bool:
        """Whether it is on its way, or failed and nobody has seen to it."""
        return self.ended_at is None or (self.state in FAILED and self.settled_at is None)


class ParcelEvent(models.Model):
    """One thing a carrier says happened, known by the carrier's own running number; rows are added, never changed.

    `note` is who signed, or why a parcel goes back; `at` is the carrier's moment, `heard_at` ours.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="track")
    sequence = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATE_WORDS)
    at = models.DateTimeField()
    place = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=120, blank=True)
    heard = models.CharField(max_length=5, choices=Heard)
    heard_at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["parcel", "sequence"], name="parcel_event_once")]

    def __str__(self) -> str:
        return f"{self.parcel} #{self.sequence} {self.state}"
