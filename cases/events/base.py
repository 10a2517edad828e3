"""What all events of one case share."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Base of all events of one case."""

    stream: ClassVar[str] = "case"
    case_id: int
