"""Money on its way: tries to pay through a gateway, and refunds."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from identity.models import Staff
from payments.models.charges import PaymentOrder


class PaymentAttempt(models.Model):
    """One try to pay an order through a gateway, under a `number` of ours that the gateway knows.

    `address` is what the payer opens or scans. `ask_at` is the next moment the gateway is asked what became of it,
    empty when nothing is left to ask; `trade_no` and `paid_at` are the gateway's, `paid_fen` what it really took.
    """

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="attempts")
    gateway = models.CharField(max_length=20)
    number = models.CharField(max_length=32, unique=True)
    address = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)
    trade_no = models.CharField(max_length=64, blank=True)
    paid_fen = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "trade_no"], condition=~Q(trade_no=""), name="gateway_trade_once"
            ),
        ]
        indexes = [models.Index(fields=["ask_at"], name="attempt_to_ask", condition=Q(ask_at__isnull=False))]

    def __str__(self) -> str:
        return self.number


class RefundState(models.TextChoices):
    """From the wish to the money."""

    ASKED = "asked", _("Waits for a second person")
    REJECTED = "rejected", _("Rejected")
    APPROVED = "approved", _("On its way back")
    DONE = "done", _("Given back")


class Refund(models.Model):
    """退费: money of a paid order to be given back, asked for by one person and approved by another.

    `send_at` is the next moment the gateway is told, empty when nothing is left to tell.
    """

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="refunds")
    number = models.CharField(max_length=32, unique=True)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=RefundState, default=RefundState.ASKED)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="refund_gives_something"),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="refund_by_two_persons"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True) | ~Q(state="asked") & Q(decided_by__isnull=False),
                name="refund_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["asked", "approved"]), name="one_open_refund_per_order"
            ),
        ]
        indexes = [models.Index(fields=["send_at"], name="refund_to_send", condition=Q(send_at__isnull=False))]

    def __str__(self) -> str:
        return self.number
