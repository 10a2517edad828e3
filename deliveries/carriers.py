"""The port to carriers: what we ask of one, and which ones there are (settings.CARRIERS)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core.outbox import TryLater
from deliveries.rules.comparing import Line


class CarrierAway(TryLater):
    """The carrier does not answer; the call is made again later."""


class OrderRejected(Exception):
    """The carrier will not take this parcel; `code` is its reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WaybillUnknown(Exception):
    """The carrier has no parcel of this number."""


@dataclass(frozen=True, slots=True)
class Address:
    """One end of a journey."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class CarrierOrder:
    """What a carrier is asked to fetch and bring; `key` makes an order that is sent twice one order."""

    key: str
    sender: Address
    receiver: Address
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """The carrier's answer to an order; `price` in fen."""

    waybill: str
    price: int


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a carrier tells it; `state` is one of rules.tracks.TOLD, `at` the carrier's aware moment."""

    sequence: int
    state: str
    at: datetime
    place: str = ""
    note: str = ""


class Carrier(Protocol):
    """What every adapter can do. All raise CarrierAway while the carrier does not answer."""

    def order(self, order: CarrierOrder) -> Placed:
        """Have a parcel fetched and brought. Raises OrderRejected."""

    def track(self, waybill: str) -> Sequence[Told]:
        """Everything that happened to a parcel so far. Raises WaybillUnknown."""

    def statement(self, day: date) -> Sequence[Line]:
        """The parcels ordered from the carrier on a day in Asia/Shanghai, with their states and prices."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One carrier as an installation names it: the class that speaks to it, where, and the secret both sides sign
    with. `silence` is after how many seconds without a word we ask."""

    code: str
    name: str
    url: str
    secret: str = field(repr=False)
    adapter: str = "deliveries.adapters.signed_http.SignedHttpCarrier"
    silence: int = 6 * 3600


def carriers() -> list[Terms]:
    """All carriers of this installation."""
    return [Terms(code, **values) for code, values in settings.CARRIERS.items()]


def terms_of(code: str) -> Terms | None:
    """The carrier of this code."""
    return next((found for found in carriers() if found.code == code), None)


def carrier(code: str) -> Carrier:
    """The adapter of a carrier. Raises CarrierAway for one that is not configured at present."""
    terms = terms_of(code)
    if terms is None:
        raise CarrierAway(code)
    made: Carrier = import_string(terms.adapter)(terms)
    return made


def carrier_name(code: str) -> str:
    """What people call a carrier."""
    terms = terms_of(code)
    return terms.name if terms else code
