"""What may happen to the catalogue."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Event):
    """A version came into force; every channel refreshes from it (I-17)."""

    stream: ClassVar[str] = "item"
    item_id: int
    version_id: int
    number: int
