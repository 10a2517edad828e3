"""Counting the SQL statements of a deed."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements_of(deed: Callable[[], object]) -> list[str]:
    """The statements a deed sends, without those that only frame transactions."""
    with CaptureQueriesContext(connection) as captured:
        deed()
    return [query["sql"][:200] for query in captured if not query["sql"].startswith(CONTROL)]
