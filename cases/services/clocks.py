"""Starting, stopping and moving the clocks of a case; the sweep that tells when one falls due.

Due moments are derived from start, budget, pauses, extension and calendar; callers hold the lock of the case.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cases.events import ClockOverran, ClockWarned
from cases.models import Case, Clock, ClockEntry, ClockKind, EntryKind
from cases.rules.limits import warning_days
from core import clock as time
from core.deadlines import Limit, Pause, Unit, due_at
from core.outbox import publish
from core.queries.calendar import working_calendar
from identity.actors import SYSTEM

DAYS = {Unit.WORKING_DAYS.value, Unit.NATURAL_DAYS.value}


def start_clock(case: Case, *, kind: ClockKind, limit: Limit, at: datetime, key: str = "") -> Clock:
    """Start a clock at `at`; the start day is not counted (T-31). A second start of the same clock begins anew.

    Earlier pauses do not touch it; while one is open no clock of the decision starts.
    """
    armed = Clock(case=case, kind=kind, key=key, unit=limit.unit.value, budget=limit.amount, started_at=at)
    _arm(armed, ())
    Clock.objects.bulk_create(
        [armed],
        update_conflicts=True,
        unique_fields=["case", "kind", "key"],
        update_fields=["unit", "budget", "started_at", "due_at", "finished_at", "next_at", "warned"],
    )
    return armed


def start_clocks(case: Case, limits: Iterable[tuple[ClockKind, Limit]], *, at: datetime) -> dict[ClockKind, Clock]:
    """Start several clocks of a case that has no pauses yet, in one statement."""
    clocks = {
        kind: Clock(case=case, kind=kind, unit=limit.unit.value, budget=limit.amount, started_at=at)
        for kind, limit in limits
    }
    for armed in clocks.values():
        _arm(armed, ())
    Clock.objects.bulk_create(clocks.values())
    return clocks


def stop_clocks(case: Case, *kinds: ClockKind, at: datetime, key: str | None = None) -> None:
    """Stop the running clocks of these kinds (all when none is named)."""
    running = Clock.objects.filter(case=case, finished_at=None)
    if kinds:
        running = running.filter(kind__in=kinds)
    if key is not None:
        running = running.filter(key=key)
    running.update(finished_at=at, next_at=None)


def rearm_clocks(case: Case, *, extension: int = 0) -> None:
    """Recompute every running clock after a pause began or ended, or after an extension of `extension` working days."""
    running = list(Clock.objects.filter(case=case, finished_at=None))
    moved = [armed for armed in running if ClockKind(armed.kind).pauses]
    pauses = _pauses(case)
    for armed in moved:
        if armed.kind != ClockKind.STAGE:
            armed.extension += extension
        _arm(armed, pauses)
    Clock.objects.bulk_update(moved, ["extension", "due_at", "next_at"])


def sweep_clocks(*, limit: int = 200) -> int:
    """Tell about clocks whose next moment has come, oldest first; returns how many. Rows another worker holds are left.

    Each clock warns once and overruns once (S-00). Publishes ClockWarned and ClockOverran.
    """
    now = time.now()
    with transaction.atomic():
        due = list(
            Clock.objects.select_for_update(of=("self", "case"), skip_locked=True)
            .select_related("case")
            .filter(next_at__lte=now)
            .order_by("next_at")[:limit]
        )
        for armed in due:
            _tell(armed, now)
        Clock.objects.bulk_update(due, ["next_at", "warned"])
    return len(due)


def _tell(armed: Clock, now: datetime) -> None:
    overran = now >= armed.due_at
    event_type = ClockOverran if overran else ClockWarned
    armed.warned = True
    armed.next_at = None if overran else armed.due_at
    publish(event_type(case_id=armed.case_id, clock_id=armed.pk, kind=armed.kind), by=SYSTEM, at=now)


def _pauses(case: Case) -> tuple[Pause, ...]:
    entries = ClockEntry.objects.filter(case=case, kind=EntryKind.PAUSE)
    return tuple(
        Pause(time.local(entry.started_at).date(), time.local(entry.ended_at).date() if entry.ended_at else None)
        for entry in entries
    )


def _arm(armed: Clock, pauses: tuple[Pause, ...]) -> None:
    """Set due and next moment. While a pause is open nothing falls due, so nothing is armed."""
    closed = tuple(pause for pause in pauses if pause.end is not None)
    armed.due_at = _end(armed, closed)
    lead = warning_days(armed.budget + armed.extension)
    if len(closed) < len(pauses):
        armed.next_at = None
    elif armed.warned or lead >= armed.budget or armed.unit not in DAYS:
        armed.next_at = armed.due_at
    else:
        armed.next_at = _end(armed, closed, earlier=lead)


def _end(armed: Clock, pauses: tuple[Pause, ...], *, earlier: int = 0) -> datetime:
    """The end of the limit, or the end of the day that leaves `earlier` days of it."""
    limit = Limit(armed.budget - earlier, Unit(armed.unit))
    return due_at(working_calendar(), armed.started_at, limit, pauses=pauses, extension=armed.extension)
