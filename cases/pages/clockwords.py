"""The clock of a case in words, as components/clock.html draws it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext, ngettext_lazy

from cases.models import Case, Clock, ClockEntry, ClockKind, EntryKind
from cases.rules.clockface import DayKind, Face, face
from cases.rules.limits import warning_days
from core import clock as time
from core.datewords import date_words, days_left_words, due_words
from core.deadlines import Pause
from core.queries.calendar import working_calendar
from items.models import ItemKind, ItemVersion
from items.notes import unit_words

LEGEND = {
    DayKind.USED: ngettext_lazy("%(days)d working day used", "%(days)d working days used", "days"),
    DayKind.PAUSE: gettext_lazy("%(days)d paused (not counted)"),
    DayKind.LEFT: gettext_lazy("%(days)d left"),
    DayKind.OVER: gettext_lazy("%(days)d late"),
    DayKind.SAVED: gettext_lazy("%(days)d saved"),
}


AWAITED = {
    ClockKind.REPLY: gettext_noop("you are told by %(day)s whether it is complete"),
    ClockKind.ACCEPTANCE: gettext_noop("you are told by %(day)s whether it is accepted"),
    ClockKind.CORRECTION: gettext_noop("to be corrected by %(day)s"),
}
"""Clocks that run before acceptance, and what they are about; the one that ends first is said."""
BEFORE_AND_AFTER = [*AWAITED, ClockKind.PROMISED, ClockKind.STATUTORY]
"""Kinds of clocks a list has to fetch for `clock_of`."""


def clock_of(case: Case, clocks: Sequence[Clock], entries: Sequence[ClockEntry] = ()) -> dict[str, Any]:
    """The promised clock of a case, the statutory one where the body began it and promised nothing (C-23); before
    acceptance it stands idle and says what is promised."""
    by_kind = {found.kind: found for found in clocks}
    promised = by_kind.get(ClockKind.PROMISED) or by_kind.get(ClockKind.STATUTORY)
    if promised is None:
        return _idle(case, clocks)
    shown = _face(promised, entries)
    state = _state(promised, shown, entries)
    return {
        "state": state,
        "label": _label(state, shown),
        "due_words": _due_words(promised, state),
        "segments": [kind.value for kind in shown.days],
        "legend": [(kind.value, LEGEND[kind] % {"days": shown.count(kind)}) for kind in DayKind if shown.count(kind)],
        "rows": _rows(promised, shown, entries),
        "note": _note(clocks),
        "dates_href": reverse("cases:case_dates", args=[case.pk]) if case.pk else "",
    }


def _idle(case: Case, clocks: Sequence[Clock]) -> dict[str, Any]:
    """Before acceptance: by when the next step is due and whose it is, or how long the decision takes afterwards."""
    days = case.version.promised_days or 1
    running = [found for found in clocks if found.kind in AWAITED and found.finished_at is None]
    awaited = min(running, key=lambda found: found.due_at, default=None)
    return {
        **{"state": "idle", "label": _("The clock has not started"), "segments": [DayKind.LEFT.value] * days},
        "due_words": _awaited_words(awaited) if awaited else promise_words(case.version),
    }


def _awaited_words(awaited: Clock) -> str:
    day = due_words(awaited.last_day, today=time.today(), provisional=awaited.provisional, weekday=False)
    return _(AWAITED[ClockKind(awaited.kind)]) % {"day": day}


def promise_words(version: ItemVersion) -> str:
    """How long the decision takes once the application is accepted."""
    if version.kind == ItemKind.INSTANT:
        return _("Decided on the spot once accepted")
    days = version.promised_days or 1
    words = {"days": days, "unit": unit_words(days, version.promised_unit)}
    return _("Decided within %(days)d %(unit)s after acceptance") % words


def _face(promised: Clock, entries: Sequence[ClockEntry]) -> Face:
    return face(
        working_calendar(),
        started_on=time.local(promised.started_at).date(),
        last_day=promised.last_day,
        today=time.today(),
        pauses=[_pause(entry) for entry in entries if entry.kind == EntryKind.PAUSE],
        finished_on=time.local(promised.finished_at).date() if promised.finished_at else None,
    )


def _pause(entry: ClockEntry) -> Pause:
    return Pause(time.local(entry.started_at).date(), time.local(entry.ended_at).date() if entry.ended_at else None)


def _state(promised: Clock, shown: Face, entries: Sequence[ClockEntry]) -> str:
    if promised.finished_at:
        return "late" if shown.count(DayKind.OVER) else "done"
    if any(entry.kind == EntryKind.PAUSE and entry.ended_at is None for entry in entries):
        return "pause"
    if time.now() >= promised.due_at:
        return "late"
    return "near" if shown.count(DayKind.LEFT) <= warning_days(promised.budget) else "run"


def _label(state: str, shown: Face) -> str:
    left, over, saved = (shown.count(kind) for kind in (DayKind.LEFT, DayKind.OVER, DayKind.SAVED))
    if state == "pause":
        return _("The clock is paused")
    if state == "late":
        return days_left_words(-over) if over else _("Late")
    if state == "done":
        early = ngettext("Decided %(days)d working day early", "Decided %(days)d working days early", saved)
        return early % {"days": saved} if saved else _("Decided in time")
    return days_left_words(left)


def _due_words(promised: Clock, state: str) -> str:
    if promised.finished_at:
        return _words(time.local(promised.finished_at).date())
    template = {"late": _("was due on %(day)s"), "pause": _("at the latest on %(day)s")}
    due = due_words(promised.last_day, today=time.today(), provisional=promised.provisional, weekday=False)
    return template.get(state, _("to be decided by %(day)s")) % {"day": due}


def _words(day: date, *, weekday: bool = False) -> str:
    return date_words(day, today=time.today(), weekday=weekday)


def _rows(promised: Clock, shown: Face, entries: Sequence[ClockEntry]) -> list[dict[str, Any]]:
    due = _words(promised.last_day)
    started = time.local(promised.started_at).date()
    words = {"days": promised.budget, "unit": unit_words(promised.budget, promised.unit)}
    begun, uncounted = _("Accepted, the clock starts"), _("This day is not counted. Promised: %(days)d %(unit)s.")
    if promised.kind == ClockKind.STATUTORY:
        begun, uncounted = _("Begun by the body itself"), _("This day is not counted. The limit: %(days)d %(unit)s.")
    rows = [
        {
            **{"when": _words(started, weekday=True), "icon": "player-play", "title": begun},
            "detail": uncounted % words,
            **{"counted": "–", "total": 0, "due": due},
        }
    ]
    rows += [_entry_row(entry, due) for entry in entries]
    if promised.finished_at is None:
        rows.append(
            {
                **{"kind": "now", "when": _words(time.today(), weekday=True), "icon": "clock", "title": _("Today")},
                **{"detail": "", "counted": "", "total": shown.spent, "due": due},
            }
        )
    left = shown.count(DayKind.LEFT)
    if promised.finished_at is not None:
        return [*rows, _end_row(promised, shown, due)]
    rows.append(
        {
            **{"when": _words(promised.last_day, weekday=True), "icon": "flag", "title": _("Last day"), "detail": ""},
            **{"counted": f"+{left}" if left else "", "total": promised.budget + promised.extension, "due": due},
        }
    )
    return rows


def _end_row(promised: Clock, shown: Face, due: str) -> dict[str, Any]:
    assert promised.finished_at is not None
    ended = time.local(promised.finished_at).date()
    return {
        **{"when": _words(ended, weekday=True), "icon": "flag", "title": _("Decided, the clock ends"), "detail": ""},
        **{"counted": "", "total": shown.spent, "due": due},
    }


def _entry_row(entry: ClockEntry, due: str) -> dict[str, Any]:
    begun = _words(time.local(entry.started_at).date())
    if entry.kind == EntryKind.EXTENSION:
        words = {"days": entry.days, "unit": unit_words(entry.days, entry.unit)}
        title = _("Extended by %(days)d %(unit)s") % words
        return {
            **{"when": begun, "icon": "calendar-plus", "title": title, "detail": entry.reason},
            **{"counted": "", "total": "", "due": due},
        }
    ended = _words(time.local(entry.ended_at).date()) if entry.ended_at else _("today")
    return {
        **{"kind": "pause", "when": f"{begun} – {ended}", "icon": "player-pause"},
        "title": _("%(title)s, the clock is paused") % {"title": entry.title},
        **{"detail": entry.outcome or entry.reason, "counted": _("not counted"), "total": "", "due": due},
    }


def _note(clocks: Sequence[Clock]) -> str:
    statutory = next((found for found in clocks if found.kind == ClockKind.STATUTORY), None)
    if statutory is None:
        return ""
    days = statutory.budget + statutory.extension
    words = {"days": days, "unit": unit_words(days, statutory.unit), "day": _words(statutory.last_day)}
    note = _("The statutory limit is %(days)d %(unit)s and ends on %(day)s. Supervisors are told of delays.")
    return note % words
