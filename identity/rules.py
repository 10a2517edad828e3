"""Rules of who may act, and for how long. Pure: no rows, no clock."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
MANDATE_YEARS = 3
"""A mandate ends by itself; the longest term is ours (A-04 asks for a period, DESIGN)."""
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
"""三员: they watch each other, so nobody is two of them (10.3)."""


def session_lasts(started_at: datetime, last_seen_at: datetime, *, now: datetime) -> bool:
    """Whether a session is within its limits: 30 minutes without a request, 12 hours in all (A-10)."""
    return now - last_seen_at <= IDLE and now - started_at <= ABSOLUTE


def effective_roles(roles: Iterable[str]) -> frozenset[str]:
    """What the posts of one person together let him do; more than one administrator's role counts as none of them."""
    held = frozenset(roles)
    return held if len(held & ADMINISTRATORS) <= 1 else held - ADMINISTRATORS


def latest_mandate_end(today: date) -> date:
    """The last day a mandate granted today may run to (A-04)."""
    year = today.year + MANDATE_YEARS
    return date(year, 2, 28) if (today.month, today.day) == (2, 29) else today.replace(year=year)
