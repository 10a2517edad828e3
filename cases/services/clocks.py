"""Starting, stopping and moving the clocks of a case; the sweep that tells when one falls due.

Due moments are derived from start, budget, pauses, extension and calendar; callers hold the lock of the case.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from cases.events import ClockOverran, ClockWarned
from cases.models import Case, Clock, ClockEntry, ClockKind, EntryKind
from cases.rules.limits import extension_in_unit, warning_days
from core import clock as time
from core.deadlines import Limit, Pause, Unit, due_at
from core.outbox import publish
from core.queries.calendar import working_calendar
from core.workcalendar import WorkingCalendar
from identity.actors import SYSTEM

DAYS = {Unit.WORKING_DAYS.value, Unit.NATURAL_DAYS.value}
GIVEN = ["unit", "budget", "extension", "started_at", "finished_at", "warned", "overran_at"]
DERIVED = ["due_at", "next_at", "calendar", "provisional"]
"""Columns that follow from the others; `arm` sets them."""
TRY_AGAIN_AFTER = timedelta(minutes=5)

logger = structlog.get_logger()


def start_clock(case: Case, *, kind: ClockKind, limit: Limit, at: datetime, key: str = "") -> Clock:
    """Start a clock at `at`; the start day is not counted (T-31). A second start of the same clock begins anew.

    Earlier pauses do not touch it; while one is open no clock of the decision starts.
    """
    started = Clock(case=case, kind=kind, key=key, unit=limit.unit.value, budget=limit.amount, started_at=at)
    _start([started])
    return started


def start_clocks(case: Case, limits: Iterable[tuple[ClockKind, Limit]], *, at: datetime) -> dict[ClockKind, Clock]:
    """Start several clocks of a case like `start_clock`, in one statement."""
    clocks = {
        kind: Clock(case=case, kind=kind, unit=limit.unit.value, budget=limit.amount, started_at=at)
        for kind, limit in limits
    }
    _start(clocks.values())
    return clocks


def _start(clocks: Collection[Clock]) -> None:
    calendar = working_calendar()
    for started in clocks:
        arm(started, (), calendar)
    Clock.objects.bulk_create(
        clocks, update_conflicts=True, unique_fields=["case", "kind", "key"], update_fields=[*GIVEN, *DERIVED]
    )


def stop_clocks(case: Case, *kinds: ClockKind, at: datetime, key: str | None = None) -> None:
    """Stop the running clocks of these kinds (all when none is named)."""
    running = Clock.objects.filter(case=case, finished_at=None)
    if kinds:
        running = running.filter(kind__in=kinds)
    if key is not None:
        running = running.filter(key=key)
    running.update(finished_at=at, next_at=None)


def rearm_clocks(case: Case, *, extension: int = 0) -> None:
    """Recompute every running clock of the decision after a pause began or ended, or after an extension of `extension`
    working days, which moves statutory and promised limit but no stage's (C-14, Annex B 11).
    """
    running = Clock.objects.filter(case=case, finished_at=None)
    moved = [armed for armed in running if ClockKind(armed.kind).pauses]
    pauses, calendar = pauses_of(case), working_calendar()
    for armed in moved:
        if extension and armed.kind != ClockKind.STAGE:
            armed.extension += extension_in_unit(calendar, Unit(armed.unit), armed.last_day, extension)
        arm(armed, pauses, calendar)
    Clock.objects.bulk_update(moved, ["extension", *DERIVED])


def end_pause(case: Case, *, at: datetime, outcome: str = "") -> ClockEntry | None:
    """End the open pause of a case, if there is one, and move its clocks by the working days it took (T-33)."""
    entry = ClockEntry.objects.select_for_update().filter(case=case, kind=EntryKind.PAUSE, ended_at=None).first()
    if entry is not None:
        entry.ended_at, entry.outcome = at, outcome
        entry.save(update_fields=["ended_at", "outcome"])
        rearm_clocks(case)
    return entry


def pauses_of(case: Case) -> tuple[Pause, ...]:
    """The pauses of a case; an open one has no end."""
    return as_pauses(ClockEntry.objects.filter(case=case, kind=EntryKind.PAUSE))


def as_pauses(entries: Iterable[ClockEntry]) -> tuple[Pause, ...]:
    """Ledger entries as the deadline rules see them."""
    return tuple(Pause(entry.started_at, entry.ended_at) for entry in entries)


def arm(armed: Clock, pauses: Sequence[Pause], calendar: WorkingCalendar) -> None:
    """Set due and next moment from everything else. `pauses` are those of the case; clocks of other kinds than the
    decision's leave them out of account. While one is open the clock stands still, so nothing is armed.
    """
    counted = pauses if ClockKind(armed.kind).pauses else ()
    closed = tuple(pause for pause in counted if pause.end is not None)
    armed.calendar = calendar.version
    armed.due_at = _end(armed, closed, calendar)
    armed.provisional = not calendar.is_final(armed.last_day)
    lead = warning_days(armed.budget + armed.extension)
    if len(closed) < len(counted) or armed.overran_at is not None:
        armed.next_at = None
    elif armed.warned or lead >= armed.budget + armed.extension or armed.unit not in DAYS:
        armed.next_at = armed.due_at
    else:
        armed.next_at = _end(armed, closed, calendar, earlier=lead)


def ends_at(armed: Clock, pauses: Sequence[Pause], *, now: datetime) -> datetime:
    """When a running clock ends if nothing else happens; an open pause counts up to `now`."""
    limit = Limit(armed.budget, Unit(armed.unit))
    return due_at(working_calendar(), armed.started_at, limit, pauses, armed.extension, now=now)


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
    arm(armed, pauses_of(armed.case), calendar)
    armed.save(update_fields=DERIVED)
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


def _end(armed: Clock, pauses: Sequence[Pause], calendar: WorkingCalendar, *, earlier: int = 0) -> datetime:
    """The end of the limit, or the end of the day that leaves `earlier` days of it."""
    limit = Limit(armed.budget - earlier, Unit(armed.unit))
    return due_at(calendar, armed.started_at, limit, pauses=pauses, extension=armed.extension)
