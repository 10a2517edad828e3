"""Publishing the working calendar: every change is a new version of all loaded years (T-36)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.calendar_events import CalendarPublished
from core.events import Doer
from core.models import CalendarDay, CalendarVersion, DayKind
from core.outbox import publish
from core.queries.calendar import forget_calendar, latest_calendar
from core.refusal import Refusal
from core.workcalendar import MissingYear

FIRST_YEAR = 2024
_KNOWN_YEARS = frozenset(day.year for day in chinese_calendar.constants.holidays)


@dataclass(frozen=True, slots=True)
class DayEntry:
    """What a notice says of one day; `name` is the holiday it belongs to."""

    kind: DayKind
    name: str = ""


def publish_calendar(days: Mapping[date, DayEntry], *, notice: str, by: Doer) -> CalendarVersion:
    """Publish the next version: the one in force with `days` put over it. Publishes CalendarPublished.

    A year that was not loaded is added when `days` tells at least one of its days; its other days follow the week.
    `notice` names the source, for example the State Council's notice. Refuses `calendar_notice` without one,
    `calendar_gap` when years would be left out between loaded ones, `calendar_empty` without any day.
    """
    if not notice.strip():
        raise Refusal("calendar_notice", _("Please name the notice this calendar comes from."), field="notice")
    if not days:
        raise Refusal("calendar_empty", _("This calendar changes no day."))
    with transaction.atomic():
        latest = latest_calendar(lock=True)
        entries = _entries(latest) | dict(days)
        years = sorted({day.year for day in entries})
        if years != list(range(years[0], years[-1] + 1)):
            raise Refusal("calendar_gap", _("A year between the loaded years is missing."))
        version = CalendarVersion.objects.create(
            number=latest.number + 1 if latest else 1,
            published_at=clock.now(),
            published_by=by.label,
            notice=notice.strip(),
            first_year=years[0],
            last_year=years[-1],
        )
        _store(version, entries)
        publish(CalendarPublished(calendar_id=version.pk, number=version.number), by=by)
        transaction.on_commit(forget_calendar)
    return version


def seed_calendar(years: Iterable[int] = (), *, by: Doer) -> CalendarVersion:
    """Brief the calendar with `years` (default: FIRST_YEAR to the last known one) from the package chinesecalendar.

    Repeating it changes nothing. Publishes CalendarPublished when something was added. Raises MissingYear for a year
    the package does not know: nothing is guessed.
    """
    wanted = sorted(set(years)) or sorted(year for year in _KNOWN_YEARS if year >= FIRST_YEAR)
    for year in wanted:
        if year not in _KNOWN_YEARS:
            raise MissingYear(year)
    latest = latest_calendar()
    loaded = range(latest.first_year, latest.last_year + 1) if latest else range(0)
    fresh = [year for year in wanted if year not in loaded]
    if latest is not None and not fresh:
        return latest
    days = {day: entry for year in fresh for day, entry in _known_days(year)}
    return publish_calendar(days, notice=f"chinesecalendar {chinese_calendar.__version__}", by=by)


def _known_days(year: int) -> Iterable[tuple[date, DayEntry]]:
    for day in _days_of(year):
        holiday = chinese_calendar.constants.holidays.get(day)
        worked = chinese_calendar.constants.workdays.get(day)
        name = chinese_calendar.Holiday(holiday or worked).chinese if holiday or worked else ""
        yield day, DayEntry(DayKind.OFF if holiday else DayKind.MAKEUP if worked else _usual(day), name)


def _entries(latest: CalendarVersion | None) -> dict[date, DayEntry]:
    if latest is None:
        return {}
    rows = latest.days.values_list("date", "kind", "name")
    return {day: DayEntry(DayKind(kind), name) for day, kind, name in rows}


def _store(version: CalendarVersion, entries: Mapping[date, DayEntry]) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, date=day, kind=entry.kind, name=entry.name)
        for year in range(version.first_year, version.last_year + 1)
        for day in _days_of(year)
        for entry in [entries.get(day) or DayEntry(_usual(day))]
    )


def _usual(day: date) -> DayKind:
    return DayKind.WORKING if day.isoweekday() <= 5 else DayKind.OFF


def _days_of(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days))
