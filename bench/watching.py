"""What watching costs while nothing happens: the idle tick of the sweep, and the arithmetic of working days."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Clock
from cases.services.sweeping import sweep_clocks
from core.deadlines import Limit, Unit, due_at
from core.queries.calendar import working_calendar

TIMES = 2000
STARTED = datetime(2026, 3, 2, 2, tzinfo=UTC)


def measure() -> list[str]:
    """Lines of the report."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_clock")
    sweep_clocks()
    with CaptureQueriesContext(connection) as captured:
        sweep_clocks()
    buffers = sum(_buffers(query["sql"]) for query in captured)
    tick = _each(sweep_clocks, 50)
    calendar = working_calendar()
    limit = Limit(20, Unit.WORKING_DAYS)
    day = _each(lambda: due_at(calendar, STARTED, limit), TIMES)
    return [
        f"idle tick of the sweep, {Clock.objects.exclude(next_at=None).count()} clocks armed: {len(captured)} SQL "
        f"statements, {buffers} buffers (goal 20), {tick:.2f} ms (goal 2 ms)",
        f"due moment after 20 working days: {day * 1000:.0f} µs",
    ]


def _buffers(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql.replace('%', '%%')}", ())
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _each(deed: Callable[[], object], times: int) -> float:
    """Milliseconds of one turn."""
    begun = time.perf_counter()
    for _turn in range(times):
        deed()
    return (time.perf_counter() - begun) * 1000 / times
