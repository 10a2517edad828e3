"""Rows that somebody else holds, and things to hold that are no row yet."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from core.refusal import Refusal


@contextmanager
def busy_is_refused() -> Iterator[None]:
    """Refuse `busy` (a conflict) when a lock inside the block was not to be had within the database's lock timeout.

    Goes around the transaction, not into it: a transaction in which a lock timed out can only be rolled back.
    """
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        sentence = _("Somebody else is working on this right now. Please try again in a moment.")
        raise Refusal("busy", sentence, conflict=True) from error


def hold(name: str) -> None:
    """Hold a thing that has no row, such as a phone number nobody registered yet, to the end of the transaction.

    Whoever asks for the same name waits. Names are hashed to 64 bits, so two names may wait for each other; no more
    happens. Names in clear must not reveal anybody: pass an index, not a number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
