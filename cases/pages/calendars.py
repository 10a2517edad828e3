"""The working calendar and a change of it as view models (T-30, T-36)."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import CalendarChange, CalendarShift, ChangeState
from cases.services.calendarchanges import days_of
from core import clock
from core.badges import Badge, Tone, badge_of, register_badges
from core.datewords import date_words, datetime_words, full_date, limit_words
from core.models import CalendarDay, CalendarVersion, DayKind
from core.queries.calendar import working_calendar

HEADS = [WEEKDAYS_ABBR[day] for day in range(7)]


def register_calendar_badges() -> None:
    """Called once, from ready()."""
    looks = {
        ChangeState.OPEN: (Tone.WAIT, "hourglass"),
        ChangeState.PUBLISHED: (Tone.OK, "circle-check"),
        ChangeState.DISCARDED: (Tone.NONE, "x"),
    }
    register_badges("calendar", {state: Badge(state.label, *look) for state, look in looks.items()})


def year_page(version: CalendarVersion, year: int) -> dict[str, Any]:
    """One year of the calendar in force: months, holidays in words, and how many days are worked."""
    days = list(version.days.filter(date__year=year).order_by("date"))
    known = {day.date: day for day in days}
    return {
        "year": year,
        "years": [{"year": one, "here": one == year} for one in range(version.first_year, version.last_year + 1)],
        "months": [_month(year, month, known) for month in range(1, 13)],
        "heads": HEADS,
        "holidays": list(_holidays(days)),
        "worked": sum(day.kind != DayKind.OFF for day in days),
        "published": datetime_words(version.published_at, today=clock.today()),
    }


def change_rows(changes: Sequence[CalendarChange]) -> list[dict[str, Any]]:
    """Changes, whatever became of them."""
    return [
        {
            **{"notice": change.notice, "badge": badge_of("calendar", change.state), "who": change.drafted_by.name},
            "when": datetime_words(change.drafted_at, today=clock.today()),
            "href": reverse("cases:calendar_change", args=[change.pk]),
        }
        for change in changes
    ]


def change_page(change: CalendarChange, shifts: Sequence[CalendarShift]) -> dict[str, Any]:
    """One change: which days, how many deadlines move, and some of these."""
    return {
        **{"change": change, "badge": badge_of("calendar", change.state), "open": change.state == ChangeState.OPEN},
        "days": [_day_row(day, entry.kind, entry.name) for day, entry in sorted(days_of(change).items())],
        "pairs": _pairs(change),
        "shifts": [_shift(shift) for shift in shifts],
    }


def _pairs(change: CalendarChange) -> list[dict[str, str]]:
    drafted = f"{change.drafted_by.name} · {datetime_words(change.drafted_at, today=clock.today())}"
    pairs = [{"label": _("Drafted by"), "value": drafted}]
    if change.reckoned_at is not None:
        as_of = datetime_words(change.reckoned_at, today=clock.today())
        pairs += [
            {"label": _("Deadlines that move"), "value": f"{change.moved}"},
            {"label": _("of these end earlier"), "value": f"{change.earlier}"},
            {"label": _("of these are overdue at once"), "value": f"{change.overdue}"},
            {"label": _("As of"), "value": as_of},
        ]
    if change.decided_by is not None and change.decided_at is not None:
        words = f"{change.decided_by.name} · {datetime_words(change.decided_at, today=clock.today())}"
        pairs.append({"label": str(change.get_state_display()), "value": words})
    return pairs


def _day_row(day: date, kind: DayKind, name: str) -> dict[str, Any]:
    calendar = working_calendar()
    if not calendar.is_final(day):
        was = _("not decided yet")
    else:
        was = str((DayKind.WORKING if calendar.is_working_day(day) else DayKind.OFF).label)
    return {"day": f"{full_date(day)} {WEEKDAYS_ABBR[day.weekday()]}", "name": name, "was": was, "is": str(kind.label)}


def _shift(shift: CalendarShift) -> dict[str, Any]:
    case, today = shift.clock.case, clock.today()
    return {
        **{"number": case.case_no or case.receipt_no, "item": case.version.name, "body": case.department.short},
        **{"clock": shift.clock.get_kind_display(), "before": limit_words(shift.before, today=today)},
        **{"after": limit_words(shift.after, today=today), "earlier": shift.after < shift.before},
        "overdue": shift.after <= shift.change.drafted_at < shift.before,
    }


def _month(year: int, month: int, known: dict[date, CalendarDay]) -> dict[str, Any]:
    weeks = Calendar().monthdatescalendar(year, month)
    return {
        "name": MONTHS[month],
        "weeks": [[_cell(known[day]) if day.month == month else None for day in week] for week in weeks],
    }


def _cell(day: CalendarDay) -> dict[str, Any]:
    weekend = day.date.isoweekday() > 5
    mark = "makeup" if day.kind == DayKind.MAKEUP else "off" if day.kind == DayKind.OFF and not weekend else ""
    if day.kind == DayKind.OFF and weekend:
        mark = "off" if day.name else "rest"
    said = {"makeup": _("make-up working day"), "off": _("day off"), "rest": _("weekend")}.get(mark, "")
    return {"number": day.date.day, "mark": mark, "said": " · ".join(filter(None, [day.name, said]))}


def _holidays(days: Iterable[CalendarDay]) -> Iterable[dict[str, str]]:
    """Each holiday once: which days are off, and which weekend days are worked for it."""
    named = sorted((day for day in days if day.name), key=lambda day: day.name)
    groups = [(name, list(group)) for name, group in groupby(named, key=lambda day: day.name)]
    for name, group in sorted(groups, key=lambda pair: min(day.date for day in pair[1])):
        off = [day.date for day in group if day.kind == DayKind.OFF]
        worked = [day.date for day in group if day.kind == DayKind.MAKEUP]
        yield {"name": name, "off": _span(off), "worked": "、".join(_plain(day) for day in worked)}


def _span(days: Sequence[date]) -> str:
    if not days:
        return ""
    count = ngettext("%(count)d day", "%(count)d days", len(days)) % {"count": len(days)}
    if len(days) == 1:
        return f"{_plain(days[0])} · {count}"
    return _("%(first)s to %(last)s") % {"first": _plain(days[0]), "last": _plain(days[-1])} + f" · {count}"


def _plain(day: date) -> str:
    return date_words(day, today=day)
