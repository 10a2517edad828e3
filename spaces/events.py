"""What may happen to a licence."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class LicenceIssued(Event):
    """A licence was registered for its holder."""

    stream: ClassVar[str] = "licence"
    licence_id: int
    holder_id: int


@dataclass(frozen=True, kw_only=True)
class LicenceStateChanged(Event):
    """A licence was withheld, rescinded, cancelled, revoked or restored."""

    stream: ClassVar[str] = "licence"
    licence_id: int
    state: str
