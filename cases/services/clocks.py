"""Starting, stopping and moving the clocks of a case, each with its lines in the deadline ledger.

Due moments are derived from start, budget, pauses, extension and calendar; callers hold the lock of the case.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from cases.models import Case, Clock, ClockAct, ClockEntry, ClockKind, ClockLine, EntryKind
from cases.rules.limits import NamedLimit
from cases.services import arming
from core import clock as time
from core.deadlines import Pause
from core.events import Doer
from core.queries.calendar import working_calendar
from core.workcalendar import WorkingCalendar

GIVEN = ["unit", "budget", "extension", "started_at", "finished_at", "warned", "overran_at"]
DERIVED = ["due_at", "next_at", "calendar", "provisional"]
"""Columns that follow from the others; `arm` sets them."""
STOPPING = """
WITH stopped AS (
    UPDATE cases_clock SET finished_at = %(at)s, next_at = NULL
    WHERE case_id = %(case)s AND finished_at IS NULL AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))
    RETURNING id, calendar
)
INSERT INTO cases_clockline (clock_id, act, at, written_at, unit, extension, calendar, rule,
    actor_kind, actor_id, actor_label)
SELECT id, 'stop', %(at)s, %(now)s, '', 0, calendar, '', %(doer)s, %(doer_id)s, %(doer_label)s FROM stopped
"""
"""One statement for what ends on the hottest path, with its lines."""
FOLLOWING = """
WITH derived AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(due)s::timestamptz[], %(next)s::timestamptz[], %(provisional)s::boolean[],
        %(moved)s::boolean[]) AS row (id, due_at, next_at, provisional, moved)
), followed AS (
    UPDATE cases_clock AS clock SET due_at = derived.due_at, next_at = derived.next_at,
        provisional = derived.provisional, calendar = %(calendar)s
    FROM derived WHERE clock.id = derived.id
)
INSERT INTO cases_clockline (clock_id, act, at, written_at, unit, extension, due_at, calendar, rule,
    actor_kind, actor_id, actor_label)
SELECT id, 'calendar', %(at)s, %(now)s, '', 0, due_at, %(calendar)s, '', %(doer)s, %(doer_id)s, %(doer_label)s
FROM derived WHERE moved ORDER BY id
"""
"""One statement for a batch of clocks that follow a new calendar, with lines of those that moved."""


def start_clock(case: Case, *, kind: ClockKind, limit: NamedLimit, at: datetime, by: Doer, key: str = "") -> Clock:
    """Start a clock at `at`; the start day is not counted (T-31). A second start of the same clock begins anew.

    Earlier pauses do not touch it; while one is open no clock of the decision starts.
    """
    return start_clocks(case, [(kind, limit)], at=at, by=by, key=key)[kind]


def start_clocks(
    case: Case, limits: Iterable[tuple[ClockKind, NamedLimit]], *, at: datetime, by: Doer, key: str = ""
) -> dict[ClockKind, Clock]:
    """Start several clocks of a case like `start_clock`, together."""
    calendar, rules = working_calendar(), dict(limits)
    clocks = {
        kind: Clock(case=case, kind=kind, key=key, unit=rule.limit.unit.value, budget=rule.limit.amount, started_at=at)
        for kind, rule in rules.items()
    }
    lines = arming.start(((clocks[kind], rule) for kind, rule in rules.items()), calendar, by=by)
    Clock.objects.bulk_create(
        clocks.values(), update_conflicts=True, unique_fields=["case", "kind", "key"], update_fields=[*GIVEN, *DERIVED]
    )
    ClockLine.objects.bulk_create(lines)
    return clocks


def stop_clocks(case: Case, *kinds: ClockKind, at: datetime, by: Doer) -> None:
    """Stop the running clocks of these kinds (all when none is named)."""
    wanted = [kind.value for kind in kinds] or None
    doer = {"doer": by.kind, "doer_id": by.account_id, "doer_label": by.label}
    with connection.cursor() as cursor:
        cursor.execute(STOPPING, {"case": case.pk, "kinds": wanted, "at": at, "now": time.now(), **doer})


def pause_clocks(case: Case, ground: ClockEntry, *, by: Doer) -> None:
    """Every running clock of the decision stands still from the beginning of the open pause `ground` on (C-12)."""
    _rearm(case, ClockAct.PAUSE, ground.started_at, ground, by=by)


def extend_clocks(case: Case, ground: ClockEntry, *, by: Doer) -> None:
    """Statutory and promised limit end later by the working days of `ground`, no stage's does (C-14, Annex B 11)."""
    _rearm(case, ClockAct.EXTEND, ground.started_at, ground, by=by)


def end_pause(case: Case, *, at: datetime, by: Doer, outcome: str = "") -> ClockEntry | None:
    """End the open pause of a case, if there is one, and move its clocks by the working days it took (T-33)."""
    entry = ClockEntry.objects.select_for_update().filter(case=case, kind=EntryKind.PAUSE, ended_at=None).first()
    if entry is not None:
        entry.ended_at, entry.outcome = at, outcome
        entry.save(update_fields=["ended_at", "outcome"])
        _rearm(case, ClockAct.RESUME, at, entry, by=by)
    return entry


def _rearm(case: Case, act: ClockAct, at: datetime, ground: ClockEntry, *, by: Doer) -> None:
    running = list(Clock.objects.filter(case=case, finished_at=None))
    moved, lines = arming.move(running, act, ground, pauses_of(case), working_calendar(), at=at, by=by)
    Clock.objects.bulk_update(moved, ["extension", *DERIVED])
    ClockLine.objects.bulk_create(lines)


def follow_calendar(
    running: Collection[tuple[Clock, Sequence[Pause]]], calendar: WorkingCalendar, *, at: datetime, by: Doer
) -> None:
    """Recompute running clocks, each with the pauses of its case, by a new calendar; those that moved get a line
    (T-36)."""
    moved = arming.follow(running, calendar)
    clocks = [armed for armed, _pauses in running]
    derived: dict[str, Any] = {
        **{"ids": [armed.pk for armed in clocks], "due": [armed.due_at for armed in clocks], "moved": moved},
        **{"next": [armed.next_at for armed in clocks], "provisional": [armed.provisional for armed in clocks]},
    }
    doer = {"doer": by.kind, "doer_id": by.account_id, "doer_label": by.label}
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWING, {**derived, "calendar": calendar.version, "at": at, "now": time.now(), **doer})


def pauses_of(case: Case) -> tuple[Pause, ...]:
    """The pauses of a case; an open one has no end."""
    return as_pauses(ClockEntry.objects.filter(case=case, kind=EntryKind.PAUSE))


def pauses_by_case(case_ids: Collection[int]) -> dict[int, tuple[Pause, ...]]:
    """The pauses of several cases; a case without any is left out."""
    entries: dict[int, list[ClockEntry]] = {}
    for entry in ClockEntry.objects.filter(case__in=case_ids, kind=EntryKind.PAUSE):
        entries.setdefault(entry.case_id, []).append(entry)
    return {case_id: as_pauses(found) for case_id, found in entries.items()}


def as_pauses(entries: Iterable[ClockEntry]) -> tuple[Pause, ...]:
    """Ledger entries as the deadline rules see them."""
    return tuple(Pause(entry.started_at, entry.ended_at) for entry in entries)
