"""What may happen to a licence and to the material library."""

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
    """A licence was withheld, rescinded, cancelled, revoked or restored; the reason is public and names no person."""

    stream: ClassVar[str] = "licence"
    licence_id: int
    holder_id: int
    state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DocumentForgotten(Event):
    """The owner took a document out of his material library."""

    stream: ClassVar[str] = "party"
    party_id: int
    trust_level: str
