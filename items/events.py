"""What may happen to the catalogue."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class VersionEvent(Event):
    """Base of what happens to one version of an item."""

    stream: ClassVar[str] = "item"
    item_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class VersionPublished(VersionEvent):
    """A version came into force; every channel refreshes from it (I-17)."""

    number: int


@dataclass(frozen=True, kw_only=True)
class VersionSuspended(VersionEvent):
    """From now on nobody applies; what runs goes on (I-13)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VersionResumed(VersionEvent):
    """It can be applied for again (I-13)."""
