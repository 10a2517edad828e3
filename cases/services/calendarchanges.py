"""Changing the working calendar: drafted, reckoned over all running clocks, then published or discarded (T-36)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cases.events import (
    CalendarChangeDiscarded,
    CalendarChangeDrafted,
    CalendarChangePublished,
    CalendarChangeReckoned,
)
from cases.models import CalendarChange, CalendarShift, ChangeState, Clock
from cases.queries.calendarchanges import clocks_crossing, stale_clocks
from cases.services.arming import arm
from cases.services.clocks import pauses_by_case
from core import clock
from core.events import Doer
from core.models import DayKind
from core.outbox import publish
from core.queries.calendar import calendar_with, latest_calendar, working_calendar
from core.refusal import Refusal
from core.services.calendar import DayEntry, publish_calendar
from core.workcalendar import WorkingCalendar
from identity.actors import Actor

BATCH = 2_000


def draft_change(days: Mapping[date, DayEntry], *, notice: str, by: Actor) -> CalendarChange:
    """Write down what a notice changes; nothing moves yet, all running clocks are looked at first.

    Days that are what the calendar says already are left out. Refuses `calendar_notice` without a notice,
    `calendar_same` when nothing changes, `calendar_gap` when years would be left out, `still_redating` (a conflict)
    while clocks follow an earlier calendar, `drafted_before` (a conflict) while another change is open. Publishes
    CalendarChangeDrafted.
    """
    assert by.staff_id is not None, "only staff change the calendar"
    if not notice.strip():
        raise Refusal("calendar_notice", _("Please name the notice this calendar comes from."), field="notice")
    latest = latest_calendar()
    calendar = working_calendar(at_least=latest.number if latest else 0)
    changed = {day: entry for day, entry in days.items() if _differs(calendar, day, entry)}
    if not changed:
        raise Refusal("calendar_same", _("The calendar says all this already."), field="days")
    if max(day.year for day in changed) > calendar.last_year + 1 or min(changed).year < calendar.first_year:
        raise Refusal("calendar_gap", _("A year between the loaded years is missing."), field="days")
    with transaction.atomic():
        if stale_clocks(calendar.version).exists():
            raise Refusal("still_redating", _("The last change is still moving deadlines. Try again."), conflict=True)
        if CalendarChange.objects.select_for_update().filter(state=ChangeState.OPEN).exists():
            raise Refusal("drafted_before", _("Another change is open: publish or discard it first."), conflict=True)
        change = CalendarChange.objects.create(
            base=calendar.version,
            days=[[day.isoformat(), entry.kind.value, entry.name] for day, entry in sorted(changed.items())],
            notice=notice.strip(),
            drafted_by_id=by.staff_id,
            drafted_at=clock.now(),
        )
        publish(CalendarChangeDrafted(change_id=change.pk), by=by)
    return change


def reckon_shifts(change_id: int, *, by: Doer) -> bool:
    """Look at the next BATCH running clocks and keep those the change would move; True when more may wait.

    Each batch is one transaction that goes on where the last one ended: repeats change nothing, a worker that died
    leaves no gap. Publishes CalendarChangeReckoned.
    """
    with transaction.atomic():
        change = CalendarChange.objects.select_for_update(of=("self",)).get(pk=change_id)
        if change.state != ChangeState.OPEN or change.reckoned_at is not None:
            return False
        entries = days_of(change)
        clocks = list(clocks_crossing(entries, after=change.reached, base=change.base)[:BATCH])
        shifts = _shifts(change, clocks, {day: entry.kind for day, entry in entries.items()})
        CalendarShift.objects.bulk_create(shifts)
        now = clock.now()
        change.moved += len(shifts)
        change.earlier += sum(shift.after < shift.before for shift in shifts)
        change.overdue += sum(shift.after <= now < shift.before for shift in shifts)
        more = len(clocks) == BATCH
        if clocks:
            change.reached = clocks[-1].pk
        change.reckoned_at = None if more else now
        change.save(update_fields=["moved", "earlier", "overdue", "reached", "reckoned_at"])
        publish(CalendarChangeReckoned(change_id=change.pk, looked_at=len(clocks), more=more), by=by)
    return more


def publish_change(change: CalendarChange, *, by: Actor) -> CalendarChange:
    """Publish the calendar with these days; running clocks follow it from now on.

    Refuses `not_reckoned` before every running clock was looked at, and the conflicts `not_open` and `calendar_moved`
    when another calendar was published since. Publishes CalendarChangePublished and CalendarPublished.
    """
    with transaction.atomic():
        change = _open(change)
        if change.reckoned_at is None:
            raise Refusal("not_reckoned", _("The list of deadlines that move is not complete yet."), conflict=True)
        latest = latest_calendar(lock=True)
        if latest is None or latest.number != change.base:
            sentence = _("Another calendar was published since. Discard this change and draft it anew.")
            raise Refusal("calendar_moved", sentence, conflict=True)
        change.version = publish_calendar(days_of(change), notice=change.notice, by=by)
        _decide(change, ChangeState.PUBLISHED, by, "version")
        publish(CalendarChangePublished(change_id=change.pk, calendar_id=change.version.pk), by=by)
    return change


def discard_change(change: CalendarChange, *, by: Actor) -> CalendarChange:
    """Drop a change and its list. Refuses `not_open` (a conflict). Publishes CalendarChangeDiscarded."""
    with transaction.atomic():
        change = _open(change)
        change.shifts.all().delete()
        _decide(change, ChangeState.DISCARDED, by)
        publish(CalendarChangeDiscarded(change_id=change.pk), by=by)
    return change


def days_of(change: CalendarChange) -> dict[date, DayEntry]:
    """The changed days of a draft."""
    return {date.fromisoformat(day): DayEntry(DayKind(kind), name) for day, kind, name in change.days}


def _differs(calendar: WorkingCalendar, day: date, entry: DayEntry) -> bool:
    return not calendar.is_final(day) or calendar.is_working_day(day) != (entry.kind != DayKind.OFF)


def _shifts(change: CalendarChange, clocks: list[Clock], days: Mapping[date, DayKind]) -> list[CalendarShift]:
    calendar, pauses = calendar_with(days), pauses_by_case({one.case_id for one in clocks})
    shifts = []
    for one in clocks:
        before = one.due_at
        arm(one, pauses.get(one.case_id, ()), calendar)
        if one.due_at != before:
            shifts.append(CalendarShift(change=change, clock=one, before=before, after=one.due_at))
    return shifts


def _open(change: CalendarChange) -> CalendarChange:
    change = CalendarChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.state != ChangeState.OPEN:
        raise Refusal("not_open", _("This change has been decided on already."), conflict=True)
    return change


def _decide(change: CalendarChange, state: ChangeState, by: Actor, *fields: str) -> None:
    change.state, change.decided_by_id, change.decided_at = state, by.staff_id, clock.now()
    change.save(update_fields=["state", "decided_by", "decided_at", *fields])
