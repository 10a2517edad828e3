"""What may happen to a parcel."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ParcelChanged(Event):
    """Base of all events of one parcel."""

    stream: ClassVar[str] = "parcel"
    parcel_id: int


@dataclass(frozen=True, kw_only=True)
class ParcelOrdered(ParcelChanged):
    """Somebody wants it sent; the carrier has to be asked."""


@dataclass(frozen=True, kw_only=True)
class ParcelMoved(ParcelChanged):
    """It is in another state now (a value of rules.tracks.ParcelState)."""

    state: str


@dataclass(frozen=True, kw_only=True)
class ParcelSettled(ParcelChanged):
    """Somebody saw to a parcel that came back, was lost or was not taken."""
