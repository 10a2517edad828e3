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
    EXTENSION,
    FIRST_REVIEW,
    HEARING_ASKED,
    HEARING_HELD,
    HEARING_TOLD,
    JOINT_EXTENSION,
    LAW,
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
    WITHDRAWAL: _("Conclusion of a withdrawal after acceptance"),
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
