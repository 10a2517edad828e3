"""Withdrawals in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Withdrawal
from core import clock
from core.datewords import datetime_words


def row(withdrawal: Withdrawal) -> dict[str, Any]:
    """One line of the list of staff."""
    case = withdrawal.case
    return {
        "kind": _("Taken up") if withdrawal.accepted_at else _("Asked"),
        **{"name": case.version.name, "number": case.case_no or case.receipt_no, "department": case.department.short},
        **{"reason": withdrawal.reason, "who": case.applicant_name, "when": _when(withdrawal)},
        **{"href": reverse("cases:withdrawal", args=[withdrawal.pk]), "action": _("Open")},
    }


def asked_words(withdrawal: Withdrawal) -> str:
    """What staff reads above the button."""
    words = {"when": _when(withdrawal), "reason": withdrawal.reason or _("no reason given")}
    return _("Asked %(when)s: %(reason)s. When it is concluded the case ends and the papers go back.") % words


def withdrawing_lead(case: Case) -> str:
    """What the applicant is told before he confirms."""
    if case.accepted_at is None:
        return _("The case ends here. You can apply again at any time.")
    return _("Your application has been accepted: the department confirms the withdrawal, then the case ends.")


def withdrawal_alert(withdrawal: Withdrawal) -> dict[str, Any]:
    """What the applicant reads while his withdrawal waits."""
    text = _("You asked to withdraw %(when)s; the department confirms it.") % {"when": _when(withdrawal)}
    return {"text": text, "tone": "wait"}


def _when(withdrawal: Withdrawal) -> str:
    return datetime_words(withdrawal.asked_at, today=clock.today())
