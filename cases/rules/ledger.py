"""What the lines of the deadline ledger of one clock add up to (T-33, T-34). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.deadlines import Limit, Pause, Unit, due_at, remaining
from core.workcalendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `act` is the value of ClockAct; a start has a limit, an extension its amount in the limit's unit."""

    act: str
    at: datetime
    limit: Limit | None = None
    extension: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a clock stands after its lines. An open pause has no end; a stopped clock has `finished_at`."""

    started_at: datetime
    limit: Limit
    extension: int = 0
    pauses: tuple[Pause, ...] = field(default=())
    finished_at: datetime | None = None

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.pauses) and self.pauses[-1].end is None

    def due_at(self, calendar: WorkingCalendar, *, now: datetime | None = None) -> datetime:
        """The end of the limit, in UTC. Without `now` an open pause is left out, as the stored moment leaves it."""
        pauses = self.pauses if now is not None else tuple(each for each in self.pauses if each.end is not None)
        return due_at(calendar, self.started_at, self.limit, pauses, self.extension, now=now)

    def remaining(self, calendar: WorkingCalendar, *, now: datetime) -> int:
        """Units of the limit that are left, negative when exceeded (T-34)."""
        return remaining(
            calendar,
            self.started_at,
            self.limit,
            now=now,
            finish=self.finished_at,
            pauses=self.pauses,
            extension=self.extension,
        )


class BrokenLedger(ValueError):
    """Lines no clock can have, such as one that resumes what was never paused."""


def standing(lines: Iterable[Line]) -> Standing:
    """Add the lines up in their order; a second start begins anew. Raises BrokenLedger."""
    found: Standing | None = None
    for line in lines:
        found = _after(found, line)
    if found is None:
        raise BrokenLedger("a ledger begins with a start")
    return found


def _after(before: Standing | None, line: Line) -> Standing:
    if line.act == "start":
        if line.limit is None:
            raise BrokenLedger("a start says its limit")
        return Standing(line.at, line.limit)
    if before is None or (before.finished_at is not None and line.act != "start"):
        raise BrokenLedger(f"{line.act} of a clock that does not run")
    match line.act:
        case "pause" if not before.paused:
            return replace(before, pauses=(*before.pauses, Pause(line.at)))
        case "resume" if before.paused:
            *earlier, open_one = before.pauses
            return replace(before, pauses=(*earlier, Pause(open_one.start, line.at)))
        case "extend":
            return replace(before, extension=before.extension + line.extension)
        case "stop":
            return replace(before, finished_at=line.at)
        case "calendar":
            return before
    raise BrokenLedger(f"{line.act} does not follow")


def line_of(act: str, at: datetime, unit: str, budget: int | None, extension: int) -> Line:
    """A stored line as the rules see it."""
    return Line(act, at, Limit(budget, Unit(unit)) if budget is not None else None, extension)
