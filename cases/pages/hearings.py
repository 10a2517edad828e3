"""Hearings in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Clock, ClockKind, Hearing
from cases.queries.limits import limit_of
from cases.rules.hearings import first_day_to_hold, last_day_to_hold
from cases.rules.limits import HEARING_HELD, HEARING_TOLD
from core import clock
from core.datewords import date_words, datetime_words
from core.queries.calendar import working_calendar


def waiting_lead(hearing: Hearing) -> str:
    """While the applicant may still ask."""
    return _("The applicant may ask for a hearing by %(day)s. Nobody decides before.") % {"day": _asking_until(hearing)}


def calling_lead(hearing: Hearing) -> str:
    """Between which days it may be held (T-10)."""
    assert hearing.asked_at is not None, "called when asked for"
    calendar, asked_on = working_calendar(), clock.local(hearing.asked_at).date()
    first = first_day_to_hold(calendar, clock.today(), limit_of(HEARING_TOLD).limit.amount)
    last = last_day_to_hold(calendar, asked_on, limit_of(HEARING_HELD).limit.amount)
    words = {"first": date_words(first, today=clock.today()), "last": date_words(last, today=clock.today())}
    if hearing.held_at is not None:
        words["when"] = datetime_words(hearing.held_at, today=clock.today())
        return _("Called for %(when)s. It may be called again, between %(first)s and %(last)s.") % words
    return _("It may be held between %(first)s and %(last)s.") % words


def with_statement(lead: str, hearing: Hearing) -> str:
    """What is said above the form, and what the applicant has said so far (XKF 36: it is heard)."""
    if not hearing.statement:
        return lead
    return lead + " " + _("The applicant says: %(statement)s") % {"statement": hearing.statement}


def applicant_lead(hearing: Hearing) -> str:
    """What the applicant can do now."""
    if hearing.held_at is not None:
        words = {"when": datetime_words(hearing.held_at, today=clock.today()), "place": hearing.place}
        return _("The hearing is held at %(when)s, %(place)s.") % words
    if hearing.asked_at is not None:
        return _("You have asked for a hearing; you are told time and place.")
    return _("You may say what you think and ask for a hearing by %(day)s.") % {"day": _asking_until(hearing)}


def hearing_alert(hearing: Hearing) -> dict[str, Any]:
    """The line above the applicant's case while a hearing is open."""
    href = reverse("cases:my_hearing", args=[hearing.case_id])
    return {"text": applicant_lead(hearing), "tone": "wait", "href": href, "action": _("Open")}


def desk_deed(case: Case) -> dict[str, str]:
    """The way to the hearing from the review."""
    return {"label": _("Hearing"), "icon": "users", "href": reverse("cases:hearing", args=[case.pk])}


def _asking_until(hearing: Hearing) -> str:
    asking = Clock.objects.get(case_id=hearing.case_id, kind=ClockKind.HEARING_ASK, key=str(hearing.pk))
    return date_words(asking.last_day, today=clock.today())
