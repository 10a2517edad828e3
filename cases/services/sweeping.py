"""The sweep that tells when a clock is near its end and when it has passed it."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from cases.events import ClockOverran, ClockWarned
from cases.models import Clock
from cases.services.clocks import follow_calendar, pauses_of
from core import clock as time
from core.outbox import publish
from core.queries.calendar import working_calendar
from identity.actors import SYSTEM

TRY_AGAIN_AFTER = timedelta(minutes=5)

logger = structlog.get_logger()


def sweep_clocks(*, limit: int = 200) -> int:
    """Tell about clocks whose next moment has come, oldest first; returns how many it looked at. Rows another worker
    holds are left.

    Each clock warns once and overruns once (S-00). One that cannot be told about is logged and tried again some minutes
    later, so that it never holds up the others. Publishes ClockWarned and ClockOverran.
    """
    now = time.now()
    found = list(Clock.objects.filter(next_at__lte=now).order_by("next_at").values_list("pk", flat=True)[:limit])
    if not found:
        return 0
    with transaction.atomic():
        due = list(
            Clock.objects.select_for_update(of=("self", "case"), no_key=True, skip_locked=True)
            .select_related("case")
            .filter(pk__in=found, next_at__lte=now)
            .order_by("next_at")
        )
        for armed in due:
            if _still_due(armed, now):
                _tell(armed, now)
    return len(due)


def _still_due(armed: Clock, now: datetime) -> bool:
    """Whether the moment stands by the calendar in force: a verb that ran while the calendar was published may have
    used the one before (T-36).
    """
    calendar = working_calendar()
    if armed.calendar == calendar.version:
        return True
    follow_calendar([(armed, pauses_of(armed.case))], calendar, at=now, by=SYSTEM)
    return armed.next_at is not None and armed.next_at <= now


def _tell(armed: Clock, now: datetime) -> None:
    overran = now >= armed.due_at
    event_type = ClockOverran if overran else ClockWarned
    armed.warned = True
    armed.next_at, armed.overran_at = (None, now) if overran else (armed.due_at, None)
    try:
        with transaction.atomic():
            armed.save(update_fields=["next_at", "warned", "overran_at"])
            publish(event_type(case_id=armed.case_id, clock_id=armed.pk, kind=armed.kind), by=SYSTEM, at=now)
    except Exception:
        logger.exception("clock_not_told", clock=armed.pk, overran=overran)
        Clock.objects.filter(pk=armed.pk).update(next_at=now + TRY_AGAIN_AFTER)
