"""Pledges, their checks and the credit list in words (告知承诺, 2.4, C-24)."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Clock, ClockKind, CreditRecord, Material, Pledge, PledgeOutcome
from cases.pages.wizard import caption
from cases.queries.pledges import materials_to_pledge, offers_pledge, pledge_of
from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words, datetime_words


def told_of_pledge(case: Case, pledge: Pledge | None, materials: Sequence[Material]) -> dict[str, Any]:
    """What somebody is told before he pledges: conditions, what need not be proved, the text, checks and effects."""
    version = case.version
    return {
        **{"conditions": [row.text for row in version.condition_set.all()], "pledge_text": version.pledge_text},
        **{"pledge_check": version.pledge_check, "instead_of": [one.spec.name for one in materials]},
        "pledged": pledged_words(pledge) if pledge else "",
        "caption": caption(case),
    }


def pledged_words(pledge: Pledge) -> str:
    """Who pledged and when."""
    when = datetime_words(pledge.signed_at, today=clock.today())
    return _("Pledged by %(who)s, %(when)s") % {"who": pledge.signed_by, "when": when}


def pledge_offer(case: Case, href: str) -> dict[str, Any] | None:
    """The line that offers a pledge, or says that one was made; nothing where the item takes none."""
    if not offers_pledge(case.version):
        return None
    pledge, materials = pledge_of(case), materials_to_pledge(case)
    if pledge is None and not materials:
        return None
    names = "、".join(one.spec.name for one in materials)
    words = (
        _("You pledge instead of proving: %(names)s.") if pledge else _("You may pledge instead of proving: %(names)s.")
    )
    action = _("See or undo the pledge") if pledge else _("Read and choose")
    return {"words": words % {"names": names}, "href": href, "action": action, "pledged": pledge is not None}


def check_rows(pledges: Sequence[Pledge]) -> list[dict[str, Any]]:
    """Pledges as the list of checks; one statement fetches until when."""
    found = Clock.objects.filter(case__in=[one.case_id for one in pledges], kind=ClockKind.PLEDGE)
    clocks = {one.case_id: one for one in found}
    return [_check_row(one, clocks.get(one.case_id)) for one in pledges]


def _check_row(pledge: Pledge, due: Clock | None) -> dict[str, Any]:
    case = pledge.case
    return {
        **{"kind": _("Check of a pledge"), "name": case.version.name, "number": case.case_no, "reason": ""},
        **{"department": case.department.short, "who": case.applicant_name, "detail": due_words(pledge, due)},
        "when": datetime_words(pledge.granted_at, today=clock.today()) if pledge.granted_at else "",
        **{"href": reverse("cases:pledge_check", args=[pledge.pk]), "action": _("Open")},
    }


def due_words(pledge: Pledge, due: Clock | None) -> str:
    """Until when it is checked, or what the check found."""
    if pledge.outcome:
        return str(PledgeOutcome(pledge.outcome).label)
    if due is None:
        return ""
    day = date_words(due.last_day, today=clock.today(), weekday=False)
    late = due.due_at <= clock.now()
    return (_("to be checked by %(day)s, late") if late else _("to be checked by %(day)s")) % {"day": day}


def checked(pledge: Pledge) -> dict[str, Any]:
    """What a check found, with what shows it."""
    words = {"who": pledge.checked_by.name if pledge.checked_by else ""}
    words["when"] = datetime_words(pledge.checked_at, today=clock.today()) if pledge.checked_at else ""
    return {
        **{"outcome": PledgeOutcome(pledge.outcome).label, "findings": pledge.findings},
        "bad": pledge.outcome == PledgeOutcome.FALSE,
        "by": _("Checked by %(who)s, %(when)s") % words,
        "evidence": [
            {"name": one.name, "href": reverse("cases:pledge_evidence", args=[pledge.pk, one.pk])}
            for one in pledge.evidence.order_by("pk")
        ],
    }


def credit_row(record: CreditRecord) -> dict[str, Any]:
    """One entry of the credit list."""
    return {
        **{"kind": record.get_ground_display(), "name": record.party.name},
        "number": record.case.case_no or record.case.receipt_no,
        **{"department": record.case.department.short, "who": record.case.version.name, "detail": barred_words(record)},
        "reason": record.facts,
        "when": datetime_words(record.entered_at, today=clock.today()),
        **{"href": reverse("cases:credit_record", args=[record.pk]), "action": _("Open")},
        "badge": credit_badge(record),
    }


def barred_words(record: CreditRecord) -> str:
    """Until when he cannot apply for the same again; empty where the law sets no time."""
    if record.barred_until is None:
        return ""
    return _("cannot apply for the same before %(day)s") % {
        "day": date_words(record.barred_until, today=clock.today(), weekday=False)
    }


def credit_badge(record: CreditRecord) -> Badge:
    """Whether it stands or is repaired."""
    if record.repaired_at is None:
        return Badge(_("Stands"), Tone.BAD, "alert-circle")
    return Badge(_("Repaired"), Tone.OK, "circle-check")
