"""When a hearing may be held (T-10). Pure; the three periods are working days (reading of 82 in the rulebook)."""

from datetime import date

from core.workcalendar import WorkingCalendar


def last_day_to_hold(calendar: WorkingCalendar, asked_on: date, within: int) -> date:
    """The last day on which a hearing asked for on `asked_on` may be held."""
    return calendar.add_working_days(asked_on, within)


def first_day_to_hold(calendar: WorkingCalendar, told_on: date, ahead: int) -> date:
    """The first day that leaves the parties their time to prepare."""
    return calendar.add_working_days(told_on, ahead)


def why_not_on(calendar: WorkingCalendar, day: date, *, asked_on: date, told_on: date, within: int, ahead: int) -> str:
    """`rest_day`, `too_soon` or `too_late`; empty when a hearing may be held on that day."""
    if not calendar.is_working_day(day):
        return "rest_day"
    if day < first_day_to_hold(calendar, told_on, ahead):
        return "too_soon"
    return "too_late" if day > last_day_to_hold(calendar, asked_on, within) else ""
