"""When something is due, how much of its time is used, how much is left (T-31 to T-35). Pure.

Wherever a Moment is expected, a day or an aware datetime may be given; limits in hours need datetimes. `extension` is
in the unit of the limit. While a pause is open, `now` must be given: the due moment moves on with it. All functions
raise MissingYear when the calendar does not reach far enough (T-36).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from core.deadlines.hours import HOUR, OFFICE_HOURS, OfficeHours
from core.deadlines.values import Limit, Moment, Pause, Span, Unit, day_of, earlier, instant, later, merged
from core.workcalendar import SHANGHAI, WorkingCalendar


def due_on(
    calendar: WorkingCalendar,
    start: Moment,
    limit: Limit,
    pauses: Iterable[Pause] = (),
    extension: int = 0,
    *,
    now: Moment | None = None,
    hours: OfficeHours = OFFICE_HOURS,
) -> date:
    """The last day of a limit that began at `start`; the day of `start` itself is not counted (T-31, T-32).

    Natural days that end on a rest day end on the next working day (T-35).
    """
    spans = merged(pauses, start, now=now)
    if limit.unit.in_hours:
        return day_of(_ends(calendar, start, limit, spans, extension, hours))
    return _last_day(calendar, start, limit, spans, extension)


def due_at(
    calendar: WorkingCalendar,
    start: Moment,
    limit: Limit,
    pauses: Iterable[Pause] = (),
    extension: int = 0,
    *,
    now: Moment | None = None,
    hours: OfficeHours = OFFICE_HOURS,
    closing: time | None = None,
) -> datetime:
    """The moment, in UTC, from which on the limit is exceeded.

    For days that is 24:00 in Shanghai, the midnight after the last day, or `closing` on it where a hall ends "same-day"
    items earlier (T-31). Working hours run inside `hours` of working days only (T-35).
    """
    return _ends(calendar, start, limit, merged(pauses, start, now=now), extension, hours, closing)


def used(
    calendar: WorkingCalendar,
    start: Moment,
    limit: Limit,
    *,
    now: Moment,
    finish: Moment | None = None,
    pauses: Iterable[Pause] = (),
    hours: OfficeHours = OFFICE_HOURS,
) -> int:
    """Units of the limit that ran from `start` to `finish` or `now`, less pauses (T-34); hours begun count whole."""
    until = earlier(now, finish) if finish is not None else now
    if instant(until) <= instant(start):
        return 0
    spans = merged(pauses, start, now=until, until=until)
    whole = Span(start, until)
    if not limit.unit.in_hours:
        return _days(calendar, limit.unit, [whole]) - _days(calendar, limit.unit, spans)
    seconds = _seconds(calendar, limit.unit, [whole], hours) - _seconds(calendar, limit.unit, spans, hours)
    return -int(-seconds // HOUR)


def remaining(
    calendar: WorkingCalendar,
    start: Moment,
    limit: Limit,
    *,
    now: Moment,
    finish: Moment | None = None,
    pauses: Iterable[Pause] = (),
    extension: int = 0,
    hours: OfficeHours = OFFICE_HOURS,
) -> int:
    """limit + extension − used, negative when exceeded (T-34).

    Natural days are counted to the day on which they really end, so the days that a rest day adds are in it (T-35).
    """
    pauses = tuple(pauses)
    spent = used(calendar, start, limit, now=now, finish=finish, pauses=pauses, hours=hours)
    budget = limit.amount + extension
    if limit.unit is Unit.NATURAL_DAYS:
        until = earlier(now, finish) if finish is not None else now
        spans = merged(pauses, start, now=until, until=until)
        last = _last_day(calendar, start, limit, spans, extension)
        budget = (last - day_of(start)).days - _days(calendar, limit.unit, spans)
    return budget - spent


def is_overdue(
    calendar: WorkingCalendar,
    start: Moment,
    limit: Limit,
    *,
    now: Moment,
    finish: Moment | None = None,
    pauses: Iterable[Pause] = (),
    extension: int = 0,
    hours: OfficeHours = OFFICE_HOURS,
) -> bool:
    """Whether the limit is exceeded at `finish` or `now` (T-34). A day given as such has not ended yet."""
    until = earlier(now, finish) if finish is not None else now
    spans = merged(pauses, start, now=until, until=until)
    return instant(until) >= _ends(calendar, start, limit, spans, extension, hours)


def _last_day(calendar: WorkingCalendar, start: Moment, limit: Limit, spans: Sequence[Span], extension: int) -> date:
    amount, paused = limit.amount + extension, _days(calendar, limit.unit, spans)
    if limit.unit is Unit.NATURAL_DAYS:
        return calendar.on_or_after(day_of(start) + timedelta(days=amount + paused))
    return calendar.add_working_days(calendar.add_working_days(day_of(start), amount), paused)


def _ends(
    calendar: WorkingCalendar,
    start: Moment,
    limit: Limit,
    spans: Sequence[Span],
    extension: int,
    hours: OfficeHours,
    closing: time | None = None,
) -> datetime:
    if not limit.unit.in_hours:
        last = _last_day(calendar, start, limit, spans, extension)
        at = datetime.combine(last, closing, SHANGHAI) if closing else instant(last + timedelta(days=1))
        return at.astimezone(UTC)
    seconds = (limit.amount + extension) * HOUR + _seconds(calendar, limit.unit, spans, hours)
    if limit.unit is Unit.NATURAL_HOURS:
        return (instant(start) + timedelta(seconds=seconds)).astimezone(UTC)
    at = hours.moment(calendar, hours.second(calendar, start) + int(seconds))
    return instant(later(at, start)).astimezone(UTC)


def _days(calendar: WorkingCalendar, unit: Unit, spans: Iterable[Span]) -> int:
    """Days d of the unit with span start < d ≤ span end (T-33)."""
    if unit is Unit.WORKING_DAYS:
        return sum(calendar.working_days_between(day_of(span.start), day_of(span.end)) for span in spans)
    return sum((day_of(span.end) - day_of(span.start)).days for span in spans)


def _seconds(calendar: WorkingCalendar, unit: Unit, spans: Iterable[Span], hours: OfficeHours) -> float:
    if unit is Unit.WORKING_HOURS:
        return sum(hours.length(calendar, span) for span in spans)
    return sum((instant(span.end) - instant(span.start)).total_seconds() for span in spans)
