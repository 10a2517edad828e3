"""The day at a glance, for supervisors: figures, cards, what falls due, departments."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Clock
from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words, datetime_words
from core.queries.calendar import working_calendar
from identity.actors import Actor
from supervision.pages import alarm_row
from supervision.queries import (
    clocks_in_time,
    day_figures,
    department_rows,
    due_by_day,
    parked_visible_to,
    running_clocks,
    visible_to,
)

SHOWN_ALARMS, SHOWN_NEAR, SHOWN_DEPARTMENTS, DAYS_AHEAD = 6, 6, 6, 10


def dashboard(actor: Actor) -> dict[str, Any]:
    """What is late and why, in ten seconds."""
    cases_href = reverse("supervision:cases")
    alarms = visible_to(actor).select_related("case__version", "department", "post").order_by("-raised_at", "-id")
    near = clocks_in_time(running_clocks(actor))[:SHOWN_NEAR]
    at = datetime_words(clock.now(), today=clock.today())
    return {
        **{"title": _("Situation today"), "lead": _("As of %(when)s") % {"when": at}, "periods": [], "scopes": []},
        "figures": _figures(actor, cases_href),
        **{"alarms": [alarm_row(alarm) for alarm in alarms[:SHOWN_ALARMS]], "alarms_title": _("Latest alarms")},
        **{"lamps": [], "alarms_href": reverse("supervision:alarms")},
        "parked": parked_visible_to(actor).count(),
        **{
            "near": [_near(found) for found in near],
            "near_title": _("Due next"),
            "near_words": "",
            "near_href": cases_href,
        },
        **_departments(actor),
    }


def _figures(actor: Actor, cases_href: str) -> list[dict[str, Any]]:
    numbers, cards_href = day_figures(actor), reverse("supervision:alarms")
    paused = _("%(count)d with the clock paused") % {"count": numbers["paused"]} if numbers["paused"] else ""
    unfinished, passed = _("not decided yet"), _("the limit has passed")
    return [
        _figure(_("Received today"), numbers["received"]),
        _figure(_("Decided today"), numbers["decided"]),
        _figure(_("In progress"), numbers["running"], cases_href, note=paused),
        _figure(_("Due today"), numbers["today"], f"{cases_href}?due=today", tone="wait", note=unfinished),
        _figure(_("Late"), numbers["late"], f"{cases_href}?due=late", tone="bad", note=passed),
        _figure(_("Yellow cards today"), numbers["yellow"], cards_href, tone="wait"),
        _figure(_("Red cards today"), numbers["red"], cards_href, tone="bad"),
    ]


def _figure(label: str, value: int, href: str = "", *, tone: str = "", note: str = "") -> dict[str, Any]:
    """A number of the day; its tone and its note only speak when there is something to see."""
    alarming = bool(tone and value)
    note = note if value else ""
    return {"label": label, "value": value, "unit": "", "note": note, "tone": tone if alarming else "", "href": href}


def _near(found: Clock) -> dict[str, Any]:
    left = (found.due_at - clock.now()).total_seconds()
    whole = (found.due_at - found.started_at).total_seconds()
    percent = max(0, min(100, round(100 * (1 - left / whole)))) if whole else 100
    return {
        **{"href": reverse("supervision:case", args=[found.case_id]), "item": found.case.version.name},
        **{"note": found.case.department.short, "percent": percent, "urge_href": ""},
        "due": date_words(found.last_day, today=clock.today(), weekday=False),
    }


def _departments(actor: Actor) -> dict[str, Any]:
    rows = department_rows(actor)
    return {
        "charts": [_ahead(actor), _bars(rows[:DAYS_AHEAD])] if rows else [],
        "towns": {
            "head": [_("Department"), _("In progress"), _("Due today"), _("Late"), _("State")],
            "rows": [_department_row(row) for row in rows[:SHOWN_DEPARTMENTS]],
        },
        **{"towns_title": _("Departments"), "towns_words": _("the most urgent first"), "towns_href": ""},
    }


def _department_row(row: dict[str, Any]) -> dict[str, Any]:
    badge = Badge(_("In time"), Tone.OK, "circle-check")
    if row["today"]:
        badge = Badge(_("Due today"), Tone.WAIT, "alert-circle")
    if row["late"]:
        badge = Badge(_("Late"), Tone.BAD, "alert-octagon")
    return {
        **{"name": row["department"], "cells": [row["running"], row["today"], row["late"]], "badge": badge},
        "href": f"{reverse('supervision:cases')}?department={row['id']}",
    }


def _bars(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Running cases of the most urgent departments, by how near their limit is."""
    names = [row["department"] for row in rows]
    parts = [
        (_("In time"), "blue-200", [row["running"] - row["late"] - row["today"] for row in rows]),
        (_("Due today"), "amber-400", [row["today"] for row in rows]),
        (_("Late"), "red-600", [row["late"] for row in rows]),
    ]
    table = zip(names, *(values for _name, _colour, values in parts), strict=True)
    return _chart("departments", "bars", _("In progress by department"), _("by limit"), names, parts) | {
        "table": {"head": [_("Department"), *(name for name, _colour, _values in parts)], "rows": list(table)}
    }


def _ahead(actor: Actor) -> dict[str, Any]:
    """How many cases fall due on each of the coming working days."""
    calendar, today = working_calendar(), clock.today()
    days = [calendar.add_working_days(today, number) for number in range(1, DAYS_AHEAD + 1)]
    values = due_by_day(actor, days)
    names = [f"{day:%m-%d}" for day in days]
    words = _("the next %(count)d working days") % {"count": DAYS_AHEAD}
    return _chart("ahead", "line", _("Falling due"), words, names, [(_("Falling due"), "blue-600", values)]) | {
        "table": {
            "head": [_("Day"), _("Falling due")],
            "rows": [(date_words(day, today=today), value) for day, value in zip(days, values, strict=True)],
        }
    }


def _chart(
    key: str, kind: str, title: str, words: str, names: list[str], parts: Sequence[tuple[str, str, list[int]]]
) -> dict[str, Any]:
    series = [{"name": name, "colour": colour, "values": values} for name, colour, values in parts]
    return {
        **{"id": key, "kind": kind, "title": title, "words": words, "href": "", "label": ""},
        "data": {"categories": names, "series": series},
    }
