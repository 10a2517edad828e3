"""What happens to the working calendar."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarPublished(Event):
    """A new version of the working calendar rules; deadlines that cross changed days are due elsewhere now (T-36).

    `number` is the version that readers must have reached: `working_calendar(at_least=number)`.
    """

    stream: ClassVar[str] = "calendar"

    calendar_id: int
    number: int
