"""Proposals in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Proposal, ProposalKind
from cases.services.proposals import ACTS
from cases.states import allows
from core import clock
from core.datewords import datetime_words

ENDING_OR_HALTING = (ProposalKind.VOID, ProposalKind.TERMINATION, ProposalKind.SUSPENSION)
"""What is proposed from any case; special procedures and extensions are proposed by those who review it."""


def kinds_for(case: Case) -> list[ProposalKind]:
    """Which of these may be proposed in the state the case is in."""
    return [kind for kind in ENDING_OR_HALTING if allows(case, ACTS[kind].step)]


def detail(proposal: Proposal) -> str:
    """Which procedure and how long; empty for acts without either."""
    if not proposal.days:
        return ""
    days = ngettext("%(days)d working day", "%(days)d working days", proposal.days) % {"days": proposal.days}
    return " · ".join(filter(None, [proposal.title, days]))


def row(proposal: Proposal) -> dict[str, Any]:
    """One line of the list."""
    case = proposal.case
    return {
        **{"kind": proposal.get_kind_display(), "name": case.version.name, "number": case.case_no or case.receipt_no},
        **{"department": case.department.short, "reason": proposal.reason, "who": proposal.proposed_by.name},
        "detail": detail(proposal),
        "when": datetime_words(proposal.proposed_at, today=clock.today()),
        **{"href": reverse("cases:proposal", args=[proposal.pk]), "action": _("Decide")},
    }
