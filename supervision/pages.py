"""The supervisor's pages and the rating as view models."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Clock
from cases.pages.clockwords import clock_of
from cases.pages.story import story_of
from core import clock
from core.badges import badge_of
from core.datewords import date_words, datetime_words
from identity.actors import Actor
from supervision.models import Alarm, AlarmLevel, Rating, Satisfaction
from supervision.queries import day_figures, department_rows, running_clocks, visible_to
from supervision.services import RATEABLE

LAMPS = {AlarmLevel.WARNING: "warn", AlarmLevel.YELLOW: "yellow", AlarmLevel.RED: "red"}
RULES = {
    "S-03": "预审超时", "S-04": "收件未处理", "S-05": "承诺时限", "S-06": "法定时限",
    "S-07": "环节时限", "S-09": "送达超时", "S-25": "容缺逾期",
}  # fmt: skip
SHOWN_ALARMS, SHOWN_NEAR = 8, 8


def dashboard(actor: Actor) -> dict[str, Any]:
    """What is late and why, in ten seconds."""
    figures = day_figures(actor)
    alarms = visible_to(actor).select_related("case__version", "department", "post").order_by("-raised_at", "-id")
    near = running_clocks(actor)[:SHOWN_NEAR]
    at = datetime_words(clock.now(), today=clock.today())
    return {
        **{"title": _("Supervision"), "lead": _("As of %(when)s") % {"when": at}, "periods": [], "scopes": []},
        "figures": [
            _figure(_("Running"), figures["running"], reverse("supervision:cases")),
            _figure(
                _("Late"), figures["late"], f"{reverse('supervision:cases')}?late=1", "bad" if figures["late"] else ""
            ),
            _figure(_("Received today"), figures["received"]),
            _figure(_("Decided today"), figures["decided"]),
            _figure(_("Yellow cards today"), figures["yellow"], "", "wait" if figures["yellow"] else ""),
            _figure(_("Red cards today"), figures["red"], "", "bad" if figures["red"] else ""),
        ],
        **{"alarms": [alarm_row(alarm) for alarm in alarms[:SHOWN_ALARMS]], "alarms_title": _("Latest alarms")},
        **{"lamps": [], "alarms_href": reverse("supervision:alarms")},
        **{"near": [_near(found) for found in near], "near_title": _("Due next"), "near_words": "", "near_href": ""},
        **_departments(actor),
    }


def alarm_row(alarm: Alarm) -> dict[str, Any]:
    """An alarm as a row or card."""
    case = alarm.case
    return {
        **{"lamp": LAMPS[AlarmLevel(alarm.level)], "word": AlarmLevel(alarm.level).label},
        "href": reverse("supervision:case", args=[case.pk]),
        **{"item": case.version.name, "title": case.version.name, "applicant": case.applicant_name},
        "why": _("was due on %(day)s") % {"day": datetime_words(alarm.due_at, today=clock.today())},
        "rule": f"{alarm.rule} {RULES.get(alarm.rule, '')}",
        **{"department": alarm.department.name, "who": alarm.post.name if alarm.post else ""},
        "badge": badge_of("case", case.state),
    }


def case_file(case: Case, alarms: list[Alarm]) -> dict[str, Any]:
    """A case file, read only, with its alarms."""
    clocks, entries = list(case.clocks.all()), list(case.clock_entries.order_by("started_at"))
    return {
        "case": {
            **{"name": case.version.name, "applicant": case.applicant_name, "href": ""},
            "clock": clock_of(case, clocks, entries),
        },
        "log": [_log_step(alarm) for alarm in alarms],
        **{"steps": story_of(case, names=True), "notes": [], "back_href": reverse("supervision:dashboard")},
    }


def case_row(found: Clock) -> dict[str, Any]:
    """A running case as a row of the drill-down."""
    case = found.case
    return {
        **{"href": reverse("supervision:case", args=[case.pk]), "name": case.version.name, "handling": "", "tag": ""},
        **{"applicant": case.applicant_name, "number": case.case_no, "step": case.department.name},
        **{"step_note": case.get_state_display(), "badge": badge_of("case", case.state)},
        **{"clock": clock_of(case, [found]), "action": _("Open")},
    }


def _log_step(alarm: Alarm) -> dict[str, Any]:
    kind = "bad" if alarm.level != AlarmLevel.WARNING else "wait"
    return {
        **{"kind": kind, "icon": "alert-octagon", "title": f"{AlarmLevel(alarm.level).label} {alarm.rule}"},
        "when": datetime_words(alarm.raised_at, today=clock.today()),
        "note": f"{alarm.department.name} {alarm.post.name if alarm.post else ''}",
    }


def _figure(label: str, value: int, href: str = "", tone: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "unit": _("cases"), "note": "", "tone": tone, "href": href}


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
    late, running = [row["late"] for row in rows], [row["running"] for row in rows]
    names = [str(row["department"]).removeprefix("张家港市") for row in rows]
    chart = {
        **{"id": "departments", "kind": "bars", "title": _("By department"), "words": _("running and late cases")},
        "data": {
            "categories": names,
            "series": [{"name": _("Running"), "data": running}, {"name": _("Late"), "data": late}],
        },
        "table": {
            "head": [_("Department"), _("Running"), _("Late")],
            "rows": list(zip(names, running, late, strict=True)),
        },
        **{"href": "", "label": ""},
    }
    return {"charts": [chart] if rows else []}


def levels(chosen: str = "") -> dict[str, Any]:
    """The five levels to choose from, the best first (E-01); `chosen` is what was ticked before."""
    icons = ["mood-happy", "mood-smile", "mood-neutral", "mood-sad", "mood-angry"]
    shown = [
        {"number": s.value, "label": s.label, "icon": icons[s - 1], "chosen": str(s.value) == chosen}
        for s in Satisfaction
    ]
    return {"levels": shown}


def rating_deed(case: Case) -> list[dict[str, Any]]:
    """Rating is offered once there is a result and until it was given (E-02, E-04)."""
    if case.state not in RATEABLE or Rating.objects.filter(case=case).exists():
        return []
    href = reverse("supervision:rate", args=[case.pk])
    return [{"label": _("Rate the service"), "icon": "star", "confirm_href": href, "name": "rate", "danger": False}]
