"""The working calendar in force, kept in the process because every clock of every page asks for it."""

import time
from collections.abc import Mapping
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


def latest_calendar(*, lock: bool = False) -> CalendarVersion | None:
    """The version in force, straight from its table; with `lock` nobody publishes another meanwhile."""
    rows = CalendarVersion.objects.select_for_update(of=("self",)) if lock else CalendarVersion.objects.all()
    return rows.order_by("-number").first()


def working_calendar(*, at_least: int = 0) -> WorkingCalendar:
    """The latest published calendar; no statement for CHECK_EVERY_SECONDS after the last check, one then.

    It goes on provisionally for PROVISIONAL_YEARS, because the notice for a year comes in November of the year before
    (T-36); `is_final` tells whether a day may still change. Whoever reacts to CalendarPublished gives its number as
    `at_least`, so as not to be served the version before. Raises MissingYear while no calendar is published.
    """
    global _kept, _check_after
    if _kept is not None and _kept.version >= at_least and time.monotonic() < _check_after:
        return _kept
    latest = latest_calendar()
    if latest is None:
        raise MissingYear(clock.today().year)
    if _kept is None or _kept.version != latest.number:
        _kept = _load(latest)
    _check_after = time.monotonic() + CHECK_EVERY_SECONDS
    return _kept


def calendar_with(days: Mapping[date, DayKind]) -> WorkingCalendar:
    """The calendar that publishing `days` over the latest one would give (T-36). Raises MissingYear without any."""
    latest = latest_calendar()
    if latest is None:
        raise MissingYear(clock.today().year)
    years = [day.year for day in days]
    first, last = min([latest.first_year, *years]), max([latest.last_year, *years])
    return _made(latest.number + 1, first, last, _exceptions(latest) | dict(days))


def forget_calendar() -> None:
    """Makes the next `working_calendar` read the tables again."""
    global _kept
    _kept = None


def missing_years(today: date) -> list[int]:
    """Years whose calendar should be loaded and is not: this one, and the next from 1 December on (T-36)."""
    wanted = [today.year, today.year + 1] if today.month == ALARM_MONTH else [today.year]
    latest = latest_calendar()
    loaded = range(latest.first_year, latest.last_year + 1) if latest else range(0)
    return [year for year in wanted if year not in loaded]


def _load(version: CalendarVersion) -> WorkingCalendar:
    return _made(version.number, version.first_year, version.last_year, _exceptions(version))


def _exceptions(version: CalendarVersion) -> dict[date, DayKind]:
    days = CalendarDay.objects.filter(version=version).exclude(kind=DayKind.WORKING).values_list("date", "kind")
    return {day: DayKind(kind) for day, kind in days}


def _made(number: int, first_year: int, last_year: int, days: Mapping[date, DayKind]) -> WorkingCalendar:
    return WorkingCalendar.of(
        number,
        first_year,
        last_year,
        off={day for day, kind in days.items() if kind == DayKind.OFF},
        makeup={day for day, kind in days.items() if kind == DayKind.MAKEUP},
        provisional_years=PROVISIONAL_YEARS,
    )
