"""The port through which money comes and goes: what every payment gateway can do, and which ones this hall has.

settings.PAYMENT_GATEWAYS names them: by code, the dotted path of an adapter and what it needs to know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


class GatewayAway(Exception):
    """The gateway does not answer, or not in a way that can be understood; it may tomorrow."""


class GatewayRejected(Exception):
    """The gateway answered that it will not do it; the text is its reason (no personal data)."""


class NoticeRefused(Exception):
    """What came in under a gateway's name is not from it, or cannot be read."""


UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a message raises that is not what it should be."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a gateway is asked to collect, under our `number`; fen. `notice_url` is told of the payment, the payer is
    led back to `return_url`."""

    number: str
    amount_fen: int
    subject: str
    notice_url: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a gateway says of one of our numbers; `amount_fen`, `trade_no` and `paid_at` (UTC) mean nothing unless
    `paid`."""

    number: str
    paid: bool
    amount_fen: int = 0
    trade_no: str = ""
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Money a gateway is asked to give back: of the payment `number` over `paid_fen`, under our `refund_number`."""

    number: str
    refund_number: str
    amount_fen: int
    paid_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement on a gateway's statement: in with plus, out with minus; `at` is UTC."""

    number: str
    fen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """What a gateway expects to hear when it told us something."""

    status: int
    body: str
    content_type: str = "application/json"


class Gateway(Protocol):
    """One payment gateway. Whatever goes out carries a number of ours: asking twice changes nothing.

    Methods that speak to it raise GatewayAway, or GatewayRejected where it refuses.
    """

    code: str
    label: str | Promise
    shows_code: bool
    """Whether the payer scans the address instead of opening it."""

    def begin(self, invoice: Invoice) -> str:
        """The address the payer opens or scans."""

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Standing:
        """What a notice says, once its signature holds. Raises NoticeRefused."""

    def reply(self, *, taken: bool) -> Reply:
        """What it expects to hear: taken, or to be sent again."""

    def ask(self, number: str) -> Standing:
        """What became of a payment."""

    def give_back(self, wanted: Return) -> bool:
        """Give money back; True when it is done, False while it is on its way."""

    def statement(self, day: date) -> list[StatementLine]:
        """All movements of a day (Asia/Shanghai)."""


def gateway_codes() -> list[str]:
    """The gateways this hall has, in the order they are offered."""
    return list(settings.PAYMENT_GATEWAYS)


def gateway(code: str) -> Gateway:
    """The adapter of a gateway. Raises KeyError for one this hall does not have."""
    told: dict[str, Any] = dict(settings.PAYMENT_GATEWAYS[code])
    adapter: Gateway = import_string(told.pop("adapter"))(code, **told)
    return adapter
