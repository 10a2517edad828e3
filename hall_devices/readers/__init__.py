"""Card readers: drivers behind one port. settings.CARD_READER names the driver all places of this installation use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader found on a card. `valid_until` is None for long-term cards and where the card does not say;
    `device_no` is the number of the reader's security module (Q-20); `read_at` is UTC.
    """

    name: str
    id_number: str
    address: str
    valid_until: date | None
    device_no: str
    read_at: datetime

    def has_expired(self, today: date) -> bool:
        """Whether its last day has passed; that warns and does not block (Q-21)."""
        return self.valid_until is not None and self.valid_until < today


class CardReader(Protocol):
    """One reader at one place. `present` says what lies on it now and never waits for a card."""

    def present(self) -> Card | None: ...


class NoReader:
    """A place without a reader: numbers are typed."""

    def __init__(self, place: str) -> None:
        self.place = place

    def present(self) -> Card | None:
        return None


class ReaderTrouble(Exception):
    """The reader or the card cannot be read; the text is for staff, never holds personal data."""


_drivers: dict[str, str] = {
    "none": "hall_devices.readers.NoReader",
    "simulated": "hall_devices.readers.simulated.SimulatedReader",
    "pcsc": "hall_devices.readers.pcsc.PcscReader",
}


def register_driver(name: str, path: str) -> None:
    """Let an installation add the driver of another reader: the dotted path of a class made with the place's name."""
    _drivers[name] = path


def card_reader(place: str) -> CardReader:
    """The reader at a place, such as `kiosk-3` or `window-12`. Raises KeyError for a driver nobody registered.

    Drivers are imported when they are used: only counter machines have the library of the real one.
    """
    make: Callable[[str], CardReader] = import_string(_drivers[settings.CARD_READER])
    return make(place)
