"""The only source of the present moment: database time in production, a simulated clock in tests and rehearsals."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError, connection

from core.workcalendar import SHANGHAI

MEASURE_EVERY_SECONDS = 60.0


class ClockSource(Protocol):
    """Anything that knows the present moment as an aware datetime."""

    def now(self) -> datetime: ...


class SimulatedClock:
    """A clock that stands still until it is told to move; it never runs backwards."""

    def __init__(self, moment: datetime) -> None:
        self._moment = _aware(moment)

    def now(self) -> datetime:
        return self._moment

    def advance_to(self, moment: datetime) -> None:
        """Moves to an aware `moment`; raises ValueError when it lies in the past."""
        if _aware(moment) < self._moment:
            raise ValueError("a simulated clock never runs backwards")
        self._moment = _aware(moment)

    def advance(self, step: timedelta) -> None:
        """Moves forward by `step`."""
        self.advance_to(self._moment + step)


class HostClock:
    """The machine's own clock, unmeasured."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class DatabaseClock:
    """Database time: the host's clock plus an offset measured at most once a minute, so that all machines agree.

    While the database cannot answer – down, in a failed transaction, asked from an event loop – the last offset stays.
    """

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._measure_after = float("-inf")

    def now(self) -> datetime:
        if time.monotonic() >= self._measure_after and not connection.needs_rollback:
            self._measure_after = time.monotonic() + MEASURE_EVERY_SECONDS
            self._measure()
        return datetime.now(UTC) + self._offset

    def _measure(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT clock_timestamp()")
                self._offset = cursor.fetchone()[0] - datetime.now(UTC)
        except (DatabaseError, SynchronousOnlyOperation):
            return


_SOURCES: dict[str, ClockSource] = {"host": HostClock(), "database": DatabaseClock()}
_injected: ContextVar[ClockSource | None] = ContextVar("clock_source", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC, from the injected source or the one that settings.CLOCK_SOURCE names."""
    source = _injected.get() or _SOURCES[settings.CLOCK_SOURCE]
    return source.now().astimezone(UTC)


def today() -> date:
    """The calendar day in Asia/Shanghai; it begins at 16:00 UTC of the day before."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The aware `moment` on a wall clock in Asia/Shanghai."""
    return _aware(moment).astimezone(SHANGHAI)


@contextmanager
def running_at(source: ClockSource) -> Iterator[ClockSource]:
    """Everything inside the block, in this thread or task, reads its time from `source`."""
    token = _injected.set(source)
    try:
        yield source
    finally:
        _injected.reset(token)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone means nothing")
    return moment
