"""Tables of money."""

from payments.models.charges import (
    LIVE_STATES,
    MONEY_STATES,
    Assessment,
    Charge,
    OrderState,
    PaymentOrder,
)
from payments.models.ledger import LedgerEntry, LedgerLine
from payments.models.moving import PaymentAttempt, Refund, RefundState
from payments.models.reconciling import Difference, DifferenceKind, Reconciliation

__all__ = [
    "LIVE_STATES",
    "MONEY_STATES",
    "Assessment",
    "Charge",
    "Difference",
    "DifferenceKind",
    "LedgerEntry",
    "LedgerLine",
    "OrderState",
    "PaymentAttempt",
    "PaymentOrder",
    "Reconciliation",
    "Refund",
    "RefundState",
]
