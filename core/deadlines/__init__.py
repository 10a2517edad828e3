"""Deadlines: derived from start, limit, pauses, extension and calendar, never stored as the only truth. Pure."""

from core.deadlines.counting import due_at, due_on, is_overdue, remaining, used
from core.deadlines.hours import OFFICE_HOURS, OfficeHours
from core.deadlines.values import Limit, Moment, Pause, Span, Unit, merged

__all__ = [
    "OFFICE_HOURS",
    "Limit",
    "Moment",
    "OfficeHours",
    "Pause",
    "Span",
    "Unit",
    "due_at",
    "due_on",
    "is_overdue",
    "merged",
    "remaining",
    "used",
]
