"""What may happen to a ticket and to a window. Numbers and ids only; who the visitor is stays in the ticket's row."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    """Base of all events of one ticket."""

    stream: ClassVar[str] = "ticket"
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class TicketTaken(TicketEvent):
    """Somebody joined the queue (Q-01)."""

    number: str
    business_id: int


@dataclass(frozen=True, kw_only=True)
class TicketCalled(TicketEvent):
    """A window called the number; `times` counts the calls of this ticket (Q-06)."""

    number: str
    business_id: int
    window_id: int
    times: int


@dataclass(frozen=True, kw_only=True)
class ServiceBegun(TicketEvent):
    """The visitor stands before the window."""

    window_id: int


@dataclass(frozen=True, kw_only=True)
class TicketMissed(TicketEvent):
    """Nobody came: 过号 (Q-06)."""

    window_id: int


@dataclass(frozen=True, kw_only=True)
class TicketBroughtBack(TicketEvent):
    """A missed ticket, or one put aside, is in line again (Q-06)."""


@dataclass(frozen=True, kw_only=True)
class TicketTransferred(TicketEvent):
    """Sent on to another business or window with its original time (Q-07)."""

    business_id: int
    window_id: int | None


@dataclass(frozen=True, kw_only=True)
class TicketPutFirst(TicketEvent):
    """Somebody of staff let a visitor go before all others (Q-05); `reason` is one of FirstReason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketPutAside(TicketEvent):
    """The visitor fetches something and comes back (Q-07)."""


@dataclass(frozen=True, kw_only=True)
class TicketFinished(TicketEvent):
    """Served."""

    window_id: int


@dataclass(frozen=True, kw_only=True)
class TicketCancelled(TicketEvent):
    """The visitor does not wait any longer."""


@dataclass(frozen=True, kw_only=True)
class TicketExpired(TicketEvent):
    """The day ended before the visitor was served."""


@dataclass(frozen=True, kw_only=True)
class WindowEvent(Event):
    """Base of all events of one window."""

    stream: ClassVar[str] = "window"
    window_id: int


@dataclass(frozen=True, kw_only=True)
class WindowOpened(WindowEvent):
    """It serves now, or serves again."""


@dataclass(frozen=True, kw_only=True)
class WindowPaused(WindowEvent):
    """It does not serve for a while (Q-07)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class WindowClosed(WindowEvent):
    """Its day is over."""
