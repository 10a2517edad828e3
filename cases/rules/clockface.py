"""How a clock in working days looks: which day was used, paused, left or too many. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.deadlines import Pause
from core.workcalendar import WorkingCalendar


class DayKind(StrEnum):
    """What one working day of a clock is; the value is the mark in the page."""

    USED = "used"
    PAUSE = "pause"
    LEFT = "left"
    OVER = "over"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Face:
    """The working days of a clock in calendar order, one kind each."""

    days: tuple[DayKind, ...]

    def count(self, kind: DayKind) -> int:
        return self.days.count(kind)

    @property
    def spent(self) -> int:
        """Counted working days so far, those over the limit included."""
        return self.count(DayKind.USED) + self.count(DayKind.OVER)


def face(
    calendar: WorkingCalendar,
    *,
    started_on: date,
    last_day: date,
    today: date,
    pauses: Sequence[Pause] = (),
    finished_on: date | None = None,
) -> Face:
    """One mark per working day after the start (T-31) up to the last day, or to today when that is later.

    Days inside a pause are not counted (T-33). After the finish the days that were not needed count as saved.
    """
    until = min(today, finished_on) if finished_on else today
    kinds = []
    day = calendar.add_working_days(started_on, 1)
    while day <= max(last_day, until):
        kinds.append(_kind(day, last_day, until, pauses, finished=finished_on is not None))
        day = calendar.add_working_days(day, 1)
    return Face(tuple(kinds))


def _kind(day: date, last_day: date, until: date, pauses: Sequence[Pause], *, finished: bool) -> DayKind:
    if any(pause.start < day <= (pause.end or until) for pause in pauses):
        return DayKind.PAUSE
    if day > last_day:
        return DayKind.OVER
    if day <= until:
        return DayKind.USED
    return DayKind.SAVED if finished else DayKind.LEFT
