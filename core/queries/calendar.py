"""The working calendar in force, kept in the process because every clock of every page asks for it."""

import time
from datetime import date

from core import clock
from core.models import CalendarDay, CalendarVersion, DayKind
from core.workcalendar import MissingYear, WorkingCalendar

CHECK_EVERY_SECONDS = 5.0
ALARM_MONTH = 12
PROVISIONAL_YEARS = 3
"""How far the calendar goes on after its last notice: further than any limit reaches."""

_kept: WorkingCalendar | None = None
_check_after = 0.0


def working_calendar(*, at_least: int = 0) -> WorkingCalendar:
    """The latest published calendar; no statement for CHECK_EVERY_SECONDS after the last check, one then.

    It goes on provisionally for PROVISIONAL_YEARS, because the notice for a year comes in November of the year before
    (T-36); `is_final` tells whether a day may still change. Whoever reacts to CalendarPublished gives its number as
    `at_least`, so as not to be served the version before. Raises MissingYear while no calendar is published.
    """
    global _kept, _check_after
    if _kept is not None and _kept.version >= at_least and time.monotonic() < _check_after:
        return _kept
    latest = CalendarVersion.objects.order_by("-number").first()
    if latest is None:
        raise MissingYear(clock.today().year)
    if _kept is None or _kept.version != latest.number:
        _kept = _load(latest)
    _check_after = time.monotonic() + CHECK_EVERY_SECONDS
    return _kept


def forget_calendar() -> None:
    """Makes the next `working_calendar` read the tables again."""
    global _kept
    _kept = None


def missing_years(today: date) -> list[int]:
    """Years whose calendar should be loaded and is not: this one, and the next from 1 December on (T-36)."""
    wanted = [today.year, today.year + 1] if today.month == ALARM_MONTH else [today.year]
    latest = CalendarVersion.objects.order_by("-number").first()
    loaded = range(latest.first_year, latest.last_year + 1) if latest else range(0)
    return [year for year in wanted if year not in loaded]


def _load(version: CalendarVersion) -> WorkingCalendar:
    exceptions = CalendarDay.objects.filter(version=version).exclude(kind=DayKind.WORKING).values_list("date", "kind")
    days = list(exceptions)
    return WorkingCalendar.of(
        version.number,
        version.first_year,
        version.last_year,
        off={day for day, kind in days if kind == DayKind.OFF},
        makeup={day for day, kind in days if kind == DayKind.MAKEUP},
        provisional_years=PROVISIONAL_YEARS,
    )
