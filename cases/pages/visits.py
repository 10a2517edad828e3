"""Visits on the spot in words, for the applicant and for staff (T-11, D-21)."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, SiteVisit
from cases.queries.visits import visits_of
from core import clock
from core.datewords import date_words, datetime_words


def order_lead(last_day: date) -> str:
    """Until when staff are sent."""
    words = {"day": date_words(last_day, today=clock.today(), weekday=False)}
    return _("Two or more go, within the limit that counts from the acceptance: by %(day)s.") % words


def planned_words(visit: SiteVisit) -> str:
    """Who goes when and where."""
    words = {
        **{"when": datetime_words(visit.planned_at, today=clock.today()), "place": visit.place},
        "who": "、".join(officer.name for officer in visit.officers.all()),
    }
    return _("%(who)s are sent to %(place)s, %(when)s.") % words


def visit_alert(visit: SiteVisit) -> dict[str, Any]:
    """The line above the applicant's case while a visit is open: who comes, when, where, what to prepare."""
    return {"text": f"{planned_words(visit)} {visit.purpose}", "tone": "wait", "href": "", "action": ""}


def visit_deed(case: Case) -> dict[str, str]:
    """The way to the visit from the review."""
    return {"label": _("On-site check"), "icon": "map-pin", "href": reverse("cases:site_visit", args=[case.pk])}


def visits_card(case: Case) -> list[dict[str, Any]]:
    """What reviewers read of the visits of a case: where, when, who, findings, photos."""
    return [_visit(visit) for visit in visits_of(case)]


def _visit(visit: SiteVisit) -> dict[str, Any]:
    when = visit.visited_at or visit.planned_at
    officers = [f"{row['name']}（{row['card']}）" for row in visit.cards] or [one.name for one in visit.officers.all()]
    signed = "、".join(row["name"] for row in visit.signatures)
    return {
        "title": visit.get_ending_display() or _("They are on their way"),
        "pairs": [
            {"label": _("Time"), "value": datetime_words(when, today=clock.today())},
            {"label": _("Place"), "value": visit.place},
            {"label": _("What they look at"), "value": visit.purpose},
            {"label": _("Staff"), "value": "、".join(officers)},
            *([{"label": _("Findings"), "value": visit.findings}] if visit.findings else []),
            *([{"label": _("Signed"), "value": signed}] if signed else []),
            *([{"label": _("Not signed"), "value": f"{visit.refusal}（{visit.witness}）"}] if visit.refusal else []),
            *([{"label": _("Reason"), "value": visit.reason}] if visit.reason else []),
        ],
        "photos": [
            {"name": one.name, "href": reverse("cases:site_photo", args=[visit.case_id, one.pk])}
            for one in visit.photos.order_by("pk")
        ],
    }
