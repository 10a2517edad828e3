"""Counting the SQL statements of a deed."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.queries.calendar import forget_calendar, working_calendar

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements_of(deed: Callable[[], object]) -> list[str]:
    """The statements a deed sends, without those that only frame transactions.

    A process asks every few seconds whether a newer calendar was published; here it has just asked.
    """
    forget_calendar()
    working_calendar()
    with CaptureQueriesContext(connection) as captured:
        deed()
    return [query["sql"][:200] for query in captured if not query["sql"].startswith(CONTROL)]
