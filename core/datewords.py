"""Dates and days as people say them: "11月28日 周五", never only a number of days. Calendar of Asia/Shanghai."""

from datetime import date, datetime, time, timedelta

from django.utils.dateformat import format as date_format
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext

from core import clock


def local_day(value: date | datetime) -> date:
    """The day in Shanghai a moment falls on; a plain date stays itself."""
    return clock.local(value).date() if isinstance(value, datetime) else value


def date_words(value: date | datetime, *, today: date, weekday: bool = True) -> str:
    """`11月28日 周五`; the year is said when it is not this year's. The pattern is a word of each language."""
    day = local_day(value)
    words = date_format(day, gettext("j M") if day.year == today.year else gettext("j M Y"))
    return f"{words} {WEEKDAYS_ABBR[day.weekday()]}" if weekday else words


def full_date(value: date | datetime) -> str:
    """`2025年11月28日`, always with its year: for licences and papers, which are read in any year."""
    return date_format(local_day(value), gettext("j M Y"))


def due_words(value: date | datetime, *, today: date, provisional: bool, weekday: bool = True) -> str:
    """The last day of a limit; a `provisional` one lies in a year without a published calendar and says so (T-36)."""
    words = date_words(value, today=today, weekday=weekday)
    return gettext("%(day)s (subject to the official holiday schedule)") % {"day": words} if provisional else words


def datetime_words(value: datetime, *, today: date) -> str:
    """`今天 09:12`, `11月28日 09:12`."""
    local = clock.local(value)
    day = gettext("Today") if local.date() == today else date_words(local.date(), today=today, weekday=False)
    return f"{day} {local:%H:%M}"


def limit_words(value: datetime, *, today: date) -> str:
    """When a limit ends: its last day where it ends with a midnight (T-31), the minute otherwise."""
    if clock.local(value).time() == time():
        return date_words(value - timedelta(seconds=1), today=today, weekday=False)
    return datetime_words(value, today=today)


def days_left_words(working_days: int) -> str:
    """What is left of a limit: days to go, due today, or days late. Working days, negative when late."""
    if working_days == 0:
        return gettext("Due today")
    if working_days < 0:
        return ngettext("%(days)s working day late", "%(days)s working days late", -working_days) % {
            "days": -working_days
        }
    return ngettext("%(days)s working day left", "%(days)s working days left", working_days) % {"days": working_days}
