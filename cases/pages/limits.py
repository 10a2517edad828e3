"""The limits of the law and of this installation, in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.queries.limits import limits_in_force
from cases.rules.limits import (
    ACCEPTANCE,
    CORRECTION,
    DECISION,
    DELIVERY,
    ENDING_DECIDED,
    EXTENSION,
    FIRST_REVIEW,
    HEARING_ASKED,
    HEARING_HELD,
    HEARING_TOLD,
    JOINT_EXTENSION,
    LAW,
    PENALTY_DECIDED,
    PENALTY_SERVED,
    PLEDGE_CHECK,
    PUBLICATION,
    RENEWAL,
    REPLY,
    REVIEW,
    SITE_VISIT,
    WITHDRAWAL,
)
from core.deadlines import Limit
from items.notes import unit_words

NAMES = {
    ACCEPTANCE: _("One-time notice or acceptance after receipt"),
    REPLY: _("Reply to an online application"),
    DECISION: _("Decision, where the item says no limit"),
    EXTENSION: _("Longest extension of a decision"),
    JOINT_EXTENSION: _("Longest extension of a decision of several bodies"),
    FIRST_REVIEW: _("First review of what a higher authority decides"),
    DELIVERY: _("Issue and delivery after the decision"),
    PUBLICATION: _("Publication of a licensing decision"),
    REVIEW: _("Application for administrative review"),
    CORRECTION: _("Correction by the applicant"),
    HEARING_ASKED: _("Request for a hearing after the notice"),
    HEARING_HELD: _("Hearing after the request"),
    HEARING_TOLD: _("Notice of time and place before a hearing"),
    SITE_VISIT: _("On-site check after the acceptance"),
    PLEDGE_CHECK: _("Check of a pledge after the grant, where the item says no days"),
    RENEWAL: _("Application for renewal before the last day of a licence"),
    ENDING_DECIDED: _("Decision about ending a licence, where the law says no limit"),
    PENALTY_DECIDED: _("Decision about revoking a licence after it was begun"),
    PENALTY_SERVED: _("Delivery of the decision to revoke a licence"),
    WITHDRAWAL: _("Conclusion of a withdrawal after acceptance"),
    "T-06-2": _("Decision of several bodies, where the item says no limit"),
    "T-13": _("Registration of a company, where it is not done at once"),
    "T-13-2": _("Longest extension of a registration"),
    "T-14": _("Registration of real estate"),
    "T-15": _("Construction permit"),
    "T-16": _("Environmental impact report"),
    "T-16-2": _("Environmental impact form"),
    "T-17": _("Approval of an investment project"),
    "T-17-2": _("Longest extension of the approval of a project"),
    "T-17-3": _("Assessment of an investment project (not counted)"),
    "T-17-4": _("Forwarding an application for a project"),
    "T-18": _("Filing of a completion acceptance by the builder"),
    "T-19": _("Fire safety check of a public gathering place"),
    "T-22": _("Answer to a request for information"),
    "T-22-2": _("Longest extension of an answer about information"),
    "T-22-3": _("Notice to complete a request for information"),
    "T-22-4": _("Opinion of a third party about information"),
    "T-23": _("Handling of a petition"),
    "T-23-2": _("Longest extension of a petition"),
    "T-23-3": _("Telling whether a petition is accepted"),
    "T-23-4": _("Review of a petition"),
    "T-23-5": _("Second review of a petition"),
    "T-24": _("Mediation of a market complaint"),
    "T-24-2": _("Telling whether a market complaint is accepted"),
    "T-24-3": _("Verification of a market report"),
    "T-24-4": _("Longest extension of the verification of a report"),
    "T-25": _("Whole approval of an engineering project"),
    "T-26": _("Change of powers, answer of the department"),
    "T-26-2": _("Change of powers, answer of the legal office"),
}


def rows() -> list[dict[str, Any]]:
    """Every limit: code, name, what holds here, what the law says, basis, whether it is the installation's own."""
    return [
        {
            **{"code": code, "name": NAMES[code], "words": words(held.limit), "law": words(LAW[code].limit)},
            **{"basis": held.basis, "own": held != LAW[code], "href": reverse("cases:limit", args=[code])},
        }
        for code, held in limits_in_force().items()
    ]


def words(limit: Limit) -> str:
    """`5 个工作日`."""
    return f"{limit.amount} {unit_words(limit.amount, limit.unit.value)}"
