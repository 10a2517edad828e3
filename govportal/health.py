"""Health for supervisors and load balancers: is this process alive, and is everything ready for visitors?"""

import logging
from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from core.queries.calendar import missing_years
from core.streams import broker
from govportal import canaries

logger = logging.getLogger(__name__)


class Migrations:
    """Remembers that nothing is left to apply: new migrations only come with new code, hence with a new process."""

    complete = False

    @classmethod
    def check(cls) -> bool:
        if not cls.complete:
            executor = MigrationExecutor(connection)
            cls.complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return cls.complete


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "broker": lambda: bool(broker().ping()),
    "migrations": Migrations.check,
    "worker": lambda: canaries.is_alive("worker"),
    "beat": lambda: canaries.is_alive("beat"),
}


ALARMS: dict[str, Callable[[], bool]] = {
    "calendar": lambda: bool(missing_years(clock.today())),
}
"""What operators must see to although visitors are served: it never makes a process unready."""


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every part works, else 503; the body names each part as ok or failing, never why (that is logged).

    It also names what needs an operator, such as the calendar of next year from December on (T-36).
    """
    parts = {name: _passes(name, check) for name, check in CHECKS.items()}
    healthy = all(parts.values())
    words = {name: "ok" if passed else "failing" for name, passed in parts.items()}
    alarms = [name for name, rings in ALARMS.items() if _passes(name, rings)]
    return JsonResponse({"ready": healthy, "parts": words, "alarms": alarms}, status=200 if healthy else 503)


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever is wrong with a part, the answer must still come
        logger.warning("health check failed: %s", name, exc_info=True)
        return False
