"""Fixtures every test may use."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings

from cases.queries.limits import forget_limits
from core.clock import SimulatedClock, running_at
from core.queries.calendar import forget_calendar
from core.services.calendar import seed_calendar
from identity.actors import SYSTEM
from items.api.one import forget_elements
from items.frozen import forget_frozen
from tests.cases.walks import at

# How long an example takes depends on the machine; no test judges by the watch.
settings.register_profile("without_watch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("without_watch")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Let the tests that need real transactions empty history and ledger between them; updates and deletes stay
    refused."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER event_is_never_truncated")
        cursor.execute("GRANT TRUNCATE ON core_event TO CURRENT_USER")
        for table in ("payments_ledgerentry", "payments_ledgerline"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_never_truncated")


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What the process keeps between requests must not leak between tests."""
    yield
    forget_calendar()
    forget_limits()
    forget_frozen()
    forget_elements()
    cache.clear()


@pytest.fixture
def calendar(db: None) -> None:
    """The working calendar of 2024 to 2026."""
    seed_calendar(range(2024, 2027), by=SYSTEM)


@pytest.fixture
def time() -> Iterator[SimulatedClock]:
    """Monday 2 March 2026, ten in the morning: no holiday is near."""
    with running_at(SimulatedClock(at(2026, 3, 2))) as clock:
        yield clock
