"""What may be done with a case at a desk now, each with its key; a deed that is not possible says why."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, CaseState, Material
from cases.pages.checklist import waits_for_something
from cases.pages.pledges import pledge_offer
from cases.queries.amendments import may_be_amended
from cases.queries.filling import missing_answers
from cases.queries.outcomes import path_of_case
from cases.queries.owing import materials_that_may_follow
from cases.services.rescinding import was_given
from cases.services.visiting import VISITED
from cases.services.window import is_open_to_the_window

BEFORE_ACCEPTANCE = {CaseState.SUBMITTED, CaseState.PRECHECKED, CaseState.RECEIVED}


def deeds_of(case: Case, materials: Sequence[Material]) -> list[dict[str, Any]]:
    """What may be done now; a deed that is not possible says why."""
    if case.state in BEFORE_ACCEPTANCE:
        return _intake_deeds(case, materials)
    if case.state in {CaseState.GRANTED, CaseState.REFUSED}:
        return [_deed("issue", _("Issue the result"), "certificate", "primary", "Alt+1")]
    if case.state == CaseState.ISSUED:
        label = _("Hand over at the window")
        hand_over = _deed("hand_over", label, "hand-grab", "primary", "Alt+1", page="hand_over", case=case)
        return [hand_over, *_late_deeds(case)]
    if case.state == CaseState.SUSPENDED:
        return [_deed("resume", _("End the suspension"), "player-play", "secondary", "Alt+1", page="resume", case=case)]
    if case.state == CaseState.FORWARDED:
        label = _("Decision of the higher authority")
        return [_deed("higher", label, "gavel", "primary", "Alt+1", page="higher_decision", case=case)]
    if case.state == CaseState.CORRECTING:
        return _correcting_deeds(case, materials)
    if CaseState(case.state).is_undecided:
        visit = [_deed("visit", _("On-site check"), "map-pin", "secondary", "Alt+V", page="site_visit", case=case)]
        propose = _deed("propose", _("Propose an act"), "file-pencil", "secondary", "Alt+7", page="propose", case=case)
        return [*(visit if case.state in VISITED else []), propose]
    return _late_deeds(case)


def _late_deeds(case: Case) -> list[dict[str, Any]]:
    """What is left to do when a case has ended: an error in its papers is corrected by an act of its own, and what was
    given may be proposed to be rescinded."""
    deeds = []
    if was_given(case):
        deeds.append(_deed("propose", _("Propose an act"), "file-pencil", "plain", "Alt+7", page="propose", case=case))
    if may_be_amended(case):
        label = _("Correct an error")
        deeds.append(_deed("amend", label, "file-pencil", "plain", "Alt+A", page="amend", case=case))
    return deeds


def _correcting_deeds(case: Case, materials: Sequence[Material]) -> list[dict[str, Any]]:
    """While the applicant has to correct something he may bring it to a window as well (C-08)."""
    missing = [m for m in materials if waits_for_something(m)]
    why = _("%(count)d materials are still missing") % {"count": len(missing)} if missing else ""
    label = _("Correction handed in here")
    propose = _deed("propose", _("Propose an act"), "file-pencil", "plain", "Alt+7", page="propose", case=case)
    return [_deed("hand_in", label, "file-check", "primary", "Alt+1", why=why), propose]


def _intake_deeds(case: Case, materials: Sequence[Material]) -> list[dict[str, Any]]:
    """What the window can do before acceptance, in the order of its keys, a key always for the same deed; precheck only
    for what came online (C-02), a promise only where all that is missing may follow.
    """
    missing = [m for m in materials if waits_for_something(m)]
    may_follow = {material.pk for material in materials_that_may_follow(case)} if missing else set()
    why = _("%(count)d materials are still missing") % {"count": len(missing)} if missing else ""
    why = (answer_gap(case) if is_open_to_the_window(case) else "") or why
    corrected = _("A correction was already asked once") if case.corrections else ""
    promise, once, back = _("Accept on a promise"), _("One-time correction"), _("Return at precheck")
    deeds = [_deed("accept", _("Accept"), "circle-check", "primary", "Alt+1", why=why)]
    if case.state == CaseState.SUBMITTED:
        deeds.append(_deed("pass_precheck", _("Precheck passed"), "clipboard-check", "secondary", "Alt+2"))
    if case.state == CaseState.PRECHECKED:
        deeds.append(_deed("receive", _("Originals received"), "inbox", "secondary", "Alt+2"))
    if case.state == CaseState.RECEIVED:
        nothing = "" if any(material.is_at_hand for material in materials) else _("Nothing has been handed in yet.")
        receipt = _("Receipt of materials")
        deeds.append(_deed("receipt", receipt, "file-text", "secondary", "Alt+R", why=nothing))
    deeds.append(_deed("correct", once, "file-alert", "secondary", "Alt+3", why=corrected, page="correct", case=case))
    if case.state == CaseState.SUBMITTED:
        deeds.append(_deed("return", back, "arrow-back-up", "secondary", "Alt+4", page="return_at_precheck", case=case))
    if missing and may_follow.issuperset(m.pk for m in missing):
        deeds.append(_deed("promise", promise, "hourglass", "secondary", "Alt+5", page="accept_on_promise", case=case))
    if is_open_to_the_window(case) and pledge_offer(case, ""):
        pledge = _("Pledge instead of proving")
        deeds.append(_deed("pledge", pledge, "writing-sign", "secondary", "Alt+0", page="pledge_at_window", case=case))
    propose = _deed("propose", _("Propose an act"), "file-pencil", "plain", "Alt+7", page="propose", case=case)
    return [*deeds, _deed("decline", _("Do not accept"), "ban", "danger", "Alt+6", page="decline", case=case), propose]


def answer_gap(case: Case) -> str:
    """Why the answers of a case that was opened at the window do not allow to accept it yet, as the acceptance would
    say it; empty when they do."""
    path = path_of_case(case)
    if path.rejection:
        return path.rejection
    names = [question.title for question in path.open] or missing_answers(case)
    return _("Still to be answered: %(names)s.") % {"names": "、".join(names)} if names else ""


def _deed(
    name: str, label: str, icon: str, style: str, key: str, *, why: str = "", page: str = "", case: Case | None = None
) -> dict[str, Any]:
    href = reverse(f"cases:{page}", args=[case.pk]) if page and case else ""
    return {"name": name, "label": label, "icon": icon, "style": style, "key": key, "why": why, "confirm_href": href}
