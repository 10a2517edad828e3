"""The supervisor's pages and the rating as view models."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cases.models import Case, Clock
from cases.pages.clockwords import clock_of
from cases.pages.desk import papers_of
from cases.pages.space import looks_at
from cases.pages.story import story_of
from cases.pages.wizard import caption
from core import clock
from core.badges import Badge, Tone, badge_of
from core.datewords import datetime_words, limit_words
from core.masking import Audience, Kind, mask
from core.models import Delivery
from core.queries.counting import counts_of
from supervision.models import Alarm, AlarmLevel, Callback, Rating, Satisfaction
from supervision.queries import clocks_due_today, late_clocks
from supervision.services import RATEABLE

LAMPS = {AlarmLevel.WARNING: "warn", AlarmLevel.YELLOW: "yellow", AlarmLevel.RED: "red"}
RULES = {
    "S-03": gettext_lazy("Precheck overdue"),
    "S-04": gettext_lazy("Received and not handled"),
    "S-05": gettext_lazy("Promised limit"),
    "S-06": gettext_lazy("Statutory limit"),
    "S-07": gettext_lazy("Stage limit"),
    "S-09": gettext_lazy("Delivery overdue"),
    "S-16": gettext_lazy("Charged although nothing may be charged"),
    "S-17": gettext_lazy("Not charged as the rule says"),
    "S-23": gettext_lazy("Material demanded that is held"),
    "S-25": gettext_lazy("Owed material overdue"),
    "S-30": gettext_lazy("Case file not archived"),
    "S-34": gettext_lazy("Decision not published in time"),
    "S-31": gettext_lazy("Bad rating unanswered"),
    "S-41": gettext_lazy("Supervision order"),
}

DECIDED = gettext_noop("was due on %(day)s")
DUE = {
    "S-03": gettext_noop("an answer was due by %(day)s"),
    "S-04": gettext_noop("acceptance was due by %(day)s"),
    "S-07": gettext_noop("an opinion was due by %(day)s"),
    "S-09": gettext_noop("delivery was due by %(day)s"),
    "S-16": gettext_noop("the item does not charge this; asked on %(day)s"),
    "S-17": gettext_noop("the amount is not the rule's, or was not paid; asked on %(day)s"),
    "S-23": gettext_noop("a window demanded a paper that can be fetched"),
    "S-25": gettext_noop("the material was due by %(day)s"),
    "S-30": gettext_noop("the file was to be archived by %(day)s"),
    "S-34": gettext_noop("it was to be published by %(day)s"),
    "S-31": gettext_noop("the call-back was due by %(day)s"),
    "S-41": gettext_noop("the answer to an order was due by %(day)s"),
}
"""What was due, where it is not the decision."""


def alarm_row(alarm: Alarm) -> dict[str, Any]:
    """An alarm as a row or card."""
    case = alarm.case
    return {
        **{"lamp": LAMPS[AlarmLevel(alarm.level)], "word": AlarmLevel(alarm.level).label},
        "href": reverse("supervision:case", args=[case.pk]),
        **{"item": case.version.name, "title": case.version.name, "applicant": case.applicant_name},
        "why": _(DUE.get(alarm.rule, DECIDED)) % {"day": limit_words(alarm.due_at, today=clock.today())},
        "rule": f"{alarm.rule} {RULES.get(alarm.rule, '')}",
        **{"department": alarm.department.name, "who": alarm.post.name if alarm.post else ""},
        "badge": badge_of("case", case.state),
    }


def parked_rows(parked: Sequence[Delivery]) -> list[dict[str, Any]]:
    """Messages that were given up, in the shape of alarms; those about no case lead nowhere."""
    ids = [one.event.stream_id for one in parked if one.event.stream == "case"]
    cases = Case.objects.select_related("version", "department").in_bulk(ids)
    return [_parked_row(one, cases.get(one.event.stream_id) if one.event.stream == "case" else None) for one in parked]


def _parked_row(one: Delivery, case: Case | None) -> dict[str, Any]:
    words = _("Given up after %(count)d attempts; an operator has to look at message %(number)d.")
    about = (
        {
            **{"href": reverse("supervision:case", args=[case.pk]), "item": case.version.name},
            **{"applicant": case.applicant_name, "department": case.department.name},
            "badge": badge_of("case", case.state),
        }
        if case
        else {"item": one.event.name}
    )
    return {
        **{"lamp": "red", "word": _("Given up"), **about},
        **{"why": words % {"count": one.attempts, "number": one.pk}, "rule": one.last_error},
        "who": datetime_words(one.event.at, today=clock.today()),
    }


def case_file(case: Case, alarms: list[Alarm], *, may_order: bool = False) -> dict[str, Any]:
    """A case file, read only, with its alarms, and where an order about it is issued."""
    clocks, entries = list(case.clocks.all()), list(case.clock_entries.order_by("started_at"))
    return {
        "case": {
            **{"name": caption(case), "applicant": case.applicant_name, "href": ""},
            "badge": badge_of("case", case.state),
            "meta": [
                {"label": _("Case number"), "value": case.case_no or case.receipt_no, "code": True},
                {"label": _("Department"), "value": case.department.name},
            ],
            "clock": clock_of(case, clocks, entries),
        },
        "log": [_log_step(alarm) for alarm in alarms],
        "order_href": reverse("supervision:issue_order", args=[case.pk]) if may_order else "",
        **{"documents": papers_of(case), "looks": looks_at(case)},
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


def filters(found: QuerySet[Clock], asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Chips that narrow the running cases by their limit."""
    kept = {"department": asked["department"]} if "department" in asked else {}
    parts = [
        ("", _("All"), "", "", found),
        ("today", _("Due today"), "alert-circle", "wait", clocks_due_today(found)),
        ("late", _("Late"), "alert-octagon", "bad", late_clocks(found)),
    ]
    counts = counts_of([part for *_words, part in parts])
    return [
        {
            **{"label": label, "icon": icon, "tone": tone, "count": count},
            **{"href": f"?{urlencode(kept | ({'due': key} if key else {}))}", "current": asked.get("due", "") == key},
        }
        for (key, label, icon, tone, _part), count in zip(parts, counts, strict=True)
    ]


def scope_words(shown: Sequence[Clock], asked: Mapping[str, str]) -> str:
    """Whose cases are shown, when the list is of one department."""
    return shown[0].case.department.name if shown and "department" in asked else ""


def _log_step(alarm: Alarm) -> dict[str, Any]:
    kind = "bad" if alarm.level != AlarmLevel.WARNING else "wait"
    return {
        **{"kind": kind, "icon": "alert-octagon", "title": f"{AlarmLevel(alarm.level).label} {alarm.rule}"},
        "when": datetime_words(alarm.raised_at, today=clock.today()),
        "note": f"{alarm.department.name} {alarm.post.name if alarm.post else ''}",
    }


def callback_row(found: Callback) -> dict[str, Any]:
    """A call-back as a row of the list."""
    case = found.rating.case
    due = _("call back by %(day)s") % {"day": limit_words(found.due_at, today=clock.today())}
    return {
        **{"href": reverse("supervision:callback", args=[found.pk]), "name": case.version.name, "handling": ""},
        **{"applicant": found.rating.get_level_display(), "number": case.case_no, "tag": ""},
        **{"step": found.department.name, "step_note": due if found.done_at is None else found.get_outcome_display()},
        **{"badge": callback_badge(found), "action": _("Open")},
    }


def callback_badge(found: Callback) -> Badge:
    """Answered, waiting or late."""
    if found.done_at is not None:
        return Badge(_("Called back"), Tone.OK, "circle-check")
    if found.due_at <= clock.now():
        return Badge(_("Late"), Tone.BAD, "alert-octagon")
    return Badge(_("To be called back"), Tone.WAIT, "phone-call")


def callback_page(found: Callback, *, may_answer: bool) -> dict[str, Any]:
    """A bad rating with what its department made of it. The phone is shown to those who have to call."""
    rating, case = found.rating, found.rating.case
    phone = case.contact_phone or case.applicant.phone
    answered = [
        {"label": _("What you found"), "value": found.finding},
        {"label": _("What was done"), "value": found.measure},
        {"label": _("What the applicant said"), "value": found.get_outcome_display()},
        {"label": _("Answered by"), "value": str(found.done_by or "")},
    ]
    return {
        **{"title": case.version.name, "badge": callback_badge(found)},
        "pairs": [
            {"label": _("Rating"), "value": rating.get_level_display()},
            {"label": _("Said"), "value": rating.text or "、".join(rating.tags) or _("nothing")},
            {"label": _("Applicant"), "value": case.contact_name or case.applicant_name},
            {"label": _("Phone"), "value": phone if may_answer else mask(Kind.PHONE, phone, Audience.STAFF)},
            {"label": _("Case number"), "value": case.case_no or case.receipt_no, "number": True},
            {"label": _("Call back until"), "value": limit_words(found.due_at, today=clock.today())},
            *(answered if found.done_at is not None else []),
        ],
    }


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
