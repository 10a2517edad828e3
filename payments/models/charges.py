"""What a matter costs, who owes it, and who worked it out."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from identity.models import Department, Party, Staff
from items.models import ItemVersion
from payments.rules.amounts import Line, TariffLine


class Charge(models.Model):
    """应缴费用: what one matter costs by the item it is about. `key` is the upper app's name for the matter, once.

    `tariff` are the fees of the item as the answers resolved them (TariffLine), frozen: whatever is asked later is
    measured by them (S-16, S-17).
    """

    key = models.CharField(max_length=60, unique=True)
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="charges")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="charges")
    payer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="charges")
    payer_name = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    tariff = models.JSONField()
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["payer", "-id"], name="charge_of_payer"),
            models.Index(fields=["department", "-id"], name="charge_of_department"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def tariff_lines(self) -> tuple[TariffLine, ...]:
        """The fees of the item in this matter."""
        return tuple(TariffLine(**row) for row in self.tariff)


class Assessment(models.Model):
    """核价单: amounts a person worked out or proposes instead of the rule's, with reason; a second person decides
    (C-40). `amounts` are (fen, ground) by name of the fee.
    """

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="assessments")
    amounts = models.JSONField()
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="assessment_by_two_persons"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, approved__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, approved__isnull=False, decided_by__isnull=False),
                name="assessment_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["charge"], condition=Q(decided_at__isnull=True), name="one_open_assessment_per_charge"
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk} of {self.charge_id}"


class OrderState(models.TextChoices):
    """C-41, and closed for what was never paid."""

    PENDING = "pending", _("To be paid")
    PAID = "paid", _("Paid")
    REFUNDING = "refunding", _("Being refunded")
    REFUNDED = "refunded", _("Refunded")
    CLOSED = "closed", _("Closed unpaid")

    @property
    def holds_money(self) -> bool:
        """Whether it was paid, whatever was given back since."""
        return self in MONEY_STATES


MONEY_STATES = frozenset({OrderState.PAID, OrderState.REFUNDING, OrderState.REFUNDED})
LIVE_STATES = (OrderState.PENDING, OrderState.PAID, OrderState.REFUNDING)


class PaymentOrder(models.Model):
    """缴费单: one sum somebody owes. Number, lines and amount never change (a trigger sees to it): another amount is
    another order. `way` is how it was paid: the code of a gateway, cash or pos; `receipt_no` the clerk's at the
    counter. `refunded_fen` is what the payer has back.
    """

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=80, unique=True)
    lines = models.JSONField()
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=OrderState, default=OrderState.PENDING)
    way = models.CharField(max_length=20, blank=True)
    receipt_no = models.CharField(max_length=40, blank=True)
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    refunded_fen = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="order_asks_something"),
            models.CheckConstraint(
                condition=Q(refunded_fen__gte=0, refunded_fen__lte=F("amount_fen")), name="order_never_over_refunded"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "closed"], paid_at__isnull=True)
                | Q(state__in=["paid", "refunding", "refunded"], paid_at__isnull=False),
                name="order_paid_when_it_says_so",
            ),
            models.UniqueConstraint(
                fields=["charge"], condition=Q(state__in=["pending", "paid", "refunding"]), name="one_live_order"
            ),
            models.UniqueConstraint(
                fields=["way", "receipt_no"], condition=~Q(receipt_no=""), name="counter_receipt_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def order_lines(self) -> list[Line]:
        """What is asked, line by line."""
        return [Line(**row) for row in self.lines]

    @property
    def is_statutory(self) -> bool:
        """Whether it holds a fee that law or administrative regulation sets (C-43)."""
        return any(line.statutory for line in self.order_lines)

    def described(self) -> dict[str, Any]:
        """What a notice of payment says of it (D-17)."""
        return {"number": self.number, "lines": self.lines, "amount_fen": self.amount_fen}
