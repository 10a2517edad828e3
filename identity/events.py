"""What may happen to accounts and mandates."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """Base of what happens to one account."""

    stream: ClassVar[str] = "account"
    account_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordSet(AccountEvent):
    """The person set his password; `first` when he had none."""

    first: bool


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(AccountEvent):
    """The person ended sessions of his own list."""

    sign_in_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StaffAdded(AccountEvent):
    """A member of staff was taken on with these posts, from today."""

    post_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AccountDisabled(AccountEvent):
    """Nobody signs in with it any more; its sessions ended."""


@dataclass(frozen=True, kw_only=True)
class MandateEvent(Event):
    """Base of what happens to one mandate (A-04)."""

    stream: ClassVar[str] = "mandate"
    mandate_id: int
    principal_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class MandateGranted(MandateEvent):
    """The legal representative let a person act for the enterprise, to the end of the day `until` (ISO date)."""

    until: str


@dataclass(frozen=True, kw_only=True)
class MandateEnded(MandateEvent):
    """Withdrawn by the legal representative or laid down by the agent; it ends at once."""


@dataclass(frozen=True, kw_only=True)
class PlaceEvent(Event):
    """Base of what changes where people go and whom they call; `fields` are the columns that changed."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(PlaceEvent):
    """A body has another name, phone or place."""

    stream: ClassVar[str] = "department"
    department_id: int


@dataclass(frozen=True, kw_only=True)
class HallChanged(PlaceEvent):
    """A hall has another address, phone or other hours."""

    stream: ClassVar[str] = "hall"
    hall_id: int
