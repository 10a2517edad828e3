"""Which running clocks a change of the working calendar may move, and who may see it (T-36)."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from cases.models import CalendarChange, CalendarShift, Clock
from core.workcalendar import SHANGHAI
from identity.actors import Actor
from identity.models import Role

KEEPERS = frozenset({Role.LEGAL_REVIEWER})
"""Who keeps limits and working calendar of an installation."""


def changes_visible_to(actor: Actor) -> QuerySet[CalendarChange]:
    """All changes for those who keep the calendar, none for anybody else."""
    if not actor.has_role(*KEEPERS):
        return CalendarChange.objects.none()
    return CalendarChange.objects.select_related("drafted_by", "decided_by")


def shifts_of(change: CalendarChange) -> QuerySet[CalendarShift]:
    """What the change moves, with what a page says of it; no personal data."""
    return change.shifts.select_related("clock__case__version", "clock__case__department")


def stale_clocks(number: int) -> QuerySet[Clock]:
    """Running clocks that do not follow calendar `number` yet."""
    return Clock.objects.filter(finished_at=None, calendar__lt=number)


def clocks_crossing(days: Collection[date], *, after: int, base: int) -> QuerySet[Clock]:
    """Running clocks of calendar `base` that begin before the last and end after the first of these days, by key.

    Whether one moves is reckoned; the rest cannot.
    """
    running = Clock.objects.filter(finished_at=None, calendar=base, pk__gt=after)
    first, last = midnight(min(days)), midnight(max(days)) + timedelta(days=1)
    return running.filter(started_at__lt=last, due_at__gt=first).order_by("pk")


def midnight(day: date) -> datetime:
    """The beginning of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
