"""What may happen to clocks and limits."""

from dataclasses import dataclass
from typing import ClassVar

from cases.events.base import CaseEvent
from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ClockWarned(CaseEvent):
    """A clock is near its end."""

    clock_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ClockOverran(CaseEvent):
    """A clock passed its end unfinished."""

    clock_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ClocksRedated(Event):
    """The running clocks with keys from `first_id` to `last_id` follow working calendar `number` now (T-36).

    One batch of many; the next begins where `more` says that there are any.
    """

    stream: ClassVar[str] = "calendar"

    calendar_id: int
    number: int
    first_id: int
    last_id: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class HandlerAlerted(CaseEvent):
    """Supervision raised an alarm about whoever handles the case now (S-01); published by supervision. `link` is where
    to answer it, empty for the case itself."""

    alarm_id: int
    level: str
    rule: str
    department_id: int
    post_id: int | None = None
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class LimitSet(Event):
    """This installation keeps another limit than before for clocks that start from now on (2.5)."""

    stream: ClassVar[str] = "limit"

    limit_id: int
    code: str
    before: int
    after: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class CalendarChangeEvent(Event):
    """Base of all events of one change of the working calendar."""

    stream: ClassVar[str] = "change"

    change_id: int


@dataclass(frozen=True, kw_only=True)
class CalendarChangeDrafted(CalendarChangeEvent):
    """A change of the working calendar waits for its publication; the clocks it would move are looked for (T-36)."""


@dataclass(frozen=True, kw_only=True)
class CalendarChangeReckoned(CalendarChangeEvent):
    """One batch of running clocks was looked at; the next begins where `more` says that there are any."""

    looked_at: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class CalendarChangeDiscarded(CalendarChangeEvent):
    """It is not published."""


@dataclass(frozen=True, kw_only=True)
class CalendarChangePublished(CalendarChangeEvent):
    """It is the calendar `calendar_id` now."""

    calendar_id: int
