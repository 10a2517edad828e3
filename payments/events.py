"""What may happen to a charge. Amounts are fen."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ChargeEvent(Event):
    """Base of all events of one charge."""

    stream: ClassVar[str] = "charge"
    charge_id: int


@dataclass(frozen=True, kw_only=True)
class ChargeOpened(ChargeEvent):
    """A matter that costs something, or may, has begun."""


@dataclass(frozen=True, kw_only=True)
class AmountProposed(ChargeEvent):
    """Somebody worked out an amount or proposed another than the rule's (C-40)."""

    assessment_id: int


@dataclass(frozen=True, kw_only=True)
class AmountDecided(ChargeEvent):
    """A second person approved the proposed amount, or did not (C-40)."""

    assessment_id: int
    approved: bool


@dataclass(frozen=True, kw_only=True)
class OrderOpened(ChargeEvent):
    """Somebody owes this much now."""

    order_id: int
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderClosed(ChargeEvent):
    """Nobody owes it any more; it was not paid."""

    order_id: int


@dataclass(frozen=True, kw_only=True)
class OrderPaid(ChargeEvent):
    """It was paid in this way: the code of a gateway, or at the counter."""

    order_id: int
    amount_fen: int
    way: str


@dataclass(frozen=True, kw_only=True)
class StrayPayment(ChargeEvent):
    """A gateway took money for an order that was not to be paid any more."""

    order_id: int
    amount_fen: int
    number: str


@dataclass(frozen=True, kw_only=True)
class RefundAsked(ChargeEvent):
    """Somebody asked for money to be given back."""

    refund_id: int
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class RefundDecided(ChargeEvent):
    """A second person approved the refund, or did not."""

    refund_id: int
    approved: bool


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(ChargeEvent):
    """The payer has this much back."""

    refund_id: int
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class ParityBroken(Event):
    """The ledger and a gateway's statement of a day differ in so many numbers that were not known before."""

    stream: ClassVar[str] = "reconciliation"

    reconciliation_id: int
    gateway: str
    day: str
    differences: int
