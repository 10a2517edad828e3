"""When staff may be sent to look on the spot (T-11, XKF 34, 55). Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from core.workcalendar import WorkingCalendar

LEAST_OFFICERS = 2


def too_few(officers: Collection[object]) -> bool:
    """Whether fewer than two different persons are named; one man's word is no record (XKF 34)."""
    return len(set(officers)) < LEAST_OFFICERS


def why_not_on(calendar: WorkingCalendar, day: date, *, today: date, last_day: date) -> str:
    """Why nobody can be sent on `day`: `past`, `rest_day` or `too_late`, when it lies behind the last day of the limit
    although that has not passed yet; empty where it is lawful."""
    if day < today:
        return "past"
    if not calendar.is_working_day(day):
        return "rest_day"
    return "too_late" if day > last_day >= today else ""


def complete_cards(rows: Sequence[tuple[str, str]]) -> bool:
    """Whether two different officers are named, each with the number of the card he showed."""
    named = [(name.strip(), card.strip()) for name, card in rows]
    return all(name and card for name, card in named) and not too_few({card for _name, card in named})
