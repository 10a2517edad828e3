"""Days of the calendar as prefilled answers: today and the next working days."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.queries.calendar import working_calendar
from core.workcalendar import MissingYear
from items.prefill import Known, Source, Subject, Trust, register_provider

SOURCES = [
    Source("calendar.today", gettext_lazy("Today"), "date", Trust.DERIVED),
    Source("calendar.next_working_day", gettext_lazy("The next working day"), "date", Trust.DERIVED),
]


def register_calendar() -> None:
    """Called from `ready()`."""
    register_provider("calendar", SOURCES, _days)


def _days(subject: Subject, names: Collection[str]) -> dict[str, Known]:
    """Where the calendar is silent about next year, the next working day stays open."""
    today, source = clock.today(), _("Calendar of working days")
    days = {"calendar.today": Known(today.isoformat(), source, False)}
    try:
        following = working_calendar().add_working_days(today, 1)
    except MissingYear:
        return days
    return days | {"calendar.next_working_day": Known(following.isoformat(), source, False)}
