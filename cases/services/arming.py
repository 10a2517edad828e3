"""What happens to clocks and which lines of the ledger say so: a start, a pause, an extension, a new calendar.

Pure work on objects; nothing is stored here.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from cases.models import Clock, ClockAct, ClockEntry, ClockKind, ClockLine
from cases.rules.limits import NamedLimit, extension_in_unit, warning_days
from core import clock as time
from core.deadlines import Limit, Pause, Unit, due_at
from core.events import Doer
from core.queries.calendar import working_calendar
from core.workcalendar import WorkingCalendar

DAYS = {Unit.WORKING_DAYS.value, Unit.NATURAL_DAYS.value}


def start(clocks: Iterable[tuple[Clock, NamedLimit]], calendar: WorkingCalendar, *, by: Doer) -> list[ClockLine]:
    """New clocks get their end; the lines say their limits and where these come from."""
    lines = []
    for started, rule in clocks:
        arm(started, (), calendar)
        line = line_of(started, ClockAct.START, started.started_at, by)
        line.unit, line.budget, line.rule = started.unit, started.budget, rule.code
        lines.append(line)
    return lines


def move(
    running: Collection[Clock],
    act: ClockAct,
    ground: ClockEntry,
    pauses: Sequence[Pause],
    calendar: WorkingCalendar,
    *,
    at: datetime,
    by: Doer,
) -> tuple[list[Clock], list[ClockLine]]:
    """The clocks of the decision that a pause, its end or an extension moves, and their lines. No extension moves a
    stage (C-14, Annex B 11)."""
    spared = {ClockKind.STAGE} if act is ClockAct.EXTEND else set()
    moved = [armed for armed in running if ClockKind(armed.kind).pauses and armed.kind not in spared]
    lines = []
    for armed in moved:
        line_extension = _added(armed, ground, calendar) if act is ClockAct.EXTEND else 0
        armed.extension += line_extension
        arm(armed, pauses, calendar)
        line = line_of(armed, act, at, by)
        line.extension, line.ground = line_extension, ground
        lines.append(line)
    return moved, lines


def follow(running: Iterable[tuple[Clock, Sequence[Pause]]], calendar: WorkingCalendar) -> list[bool]:
    """Running clocks, each with the pauses of its case, end where a new calendar says; whether each of them moved."""
    moved = []
    for armed, pauses in running:
        before = armed.due_at
        arm(armed, pauses, calendar)
        moved.append(armed.due_at != before)
    return moved


def line_of(armed: Clock, act: ClockAct, at: datetime, by: Doer) -> ClockLine:
    """A line that says where the end lies now, unless it stands still or has come."""
    return ClockLine(
        clock=armed,
        act=act,
        at=at,
        written_at=time.now(),
        due_at=armed.due_at if act not in {ClockAct.PAUSE, ClockAct.STOP} else None,
        calendar=armed.calendar,
        actor_kind=by.kind,
        actor_id=by.account_id,
        actor_label=by.label,
    )


def _added(armed: Clock, ground: ClockEntry, calendar: WorkingCalendar) -> int:
    return extension_in_unit(calendar, Unit(armed.unit), armed.last_day, ground.days, Unit(ground.unit))


def arm(armed: Clock, pauses: Sequence[Pause], calendar: WorkingCalendar) -> None:
    """Set due and next moment from everything else. `pauses` are those of the case; clocks of other kinds than the
    decision's leave them out of account. While one is open the clock stands still, so nothing is armed.
    """
    counted = pauses if ClockKind(armed.kind).pauses else ()
    closed = tuple(pause for pause in counted if pause.end is not None)
    armed.calendar = calendar.version
    armed.due_at = _end(armed, closed, calendar)
    armed.provisional = not calendar.is_final(armed.last_day)
    lead = warning_days(armed.budget + armed.extension)
    if len(closed) < len(counted) or armed.overran_at is not None:
        armed.next_at = None
    elif armed.warned or lead >= armed.budget + armed.extension or armed.unit not in DAYS:
        armed.next_at = armed.due_at
    else:
        armed.next_at = _end(armed, closed, calendar, earlier=lead)


def ends_at(armed: Clock, pauses: Sequence[Pause], *, now: datetime) -> datetime:
    """When a running clock ends if nothing else happens; an open pause counts up to `now`."""
    limit = Limit(armed.budget, Unit(armed.unit))
    return due_at(working_calendar(), armed.started_at, limit, pauses, armed.extension, now=now)


def _end(armed: Clock, pauses: Sequence[Pause], calendar: WorkingCalendar, *, earlier: int = 0) -> datetime:
    """The end of the limit, or the end of the day that leaves `earlier` days of it."""
    limit = Limit(armed.budget - earlier, Unit(armed.unit))
    return due_at(calendar, armed.started_at, limit, pauses=pauses, extension=armed.extension)
