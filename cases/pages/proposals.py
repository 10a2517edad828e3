"""Proposals in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Proposal, ProposalKind
from cases.pages.amendments import amendment_words
from cases.services.decisions import longest_extension
from cases.services.proposals import ACTS
from cases.services.rescinding import was_given
from cases.states import allows
from core import clock
from core.datewords import datetime_words
from core.deadlines import Unit
from items.notes import unit_words

EXTENSIONS = {ProposalKind.EXTENSION, ProposalKind.JOINT_EXTENSION}
ENDING_OR_HALTING = (
    *(ProposalKind.VOID, ProposalKind.TERMINATION, ProposalKind.SUSPENSION, ProposalKind.FALSE_MATERIAL),
)
"""What is proposed from any undecided case; special procedures and extensions are proposed by those who review it."""


def kinds_for(case: Case) -> list[ProposalKind]:
    """Which of these may be proposed in the state the case is in."""
    found = [kind for kind in ENDING_OR_HALTING if allows(case, ACTS[kind].step)]
    return found or ([ProposalKind.DECEIT] if was_given(case) else [])


def detail(proposal: Proposal) -> str:
    """Which procedure and how long, or which error; empty for acts without either."""
    if proposal.kind == ProposalKind.AMENDMENT:
        return amendment_words(proposal.amendment)
    if not proposal.days:
        return ""
    longest = longest_extension(proposal.case) if proposal.kind in EXTENSIONS else None
    unit = longest.unit if longest else Unit.WORKING_DAYS
    days = _("%(days)d %(unit)s") % {"days": proposal.days, "unit": unit_words(proposal.days, unit.value)}
    return " · ".join(filter(None, [proposal.title, days]))


def row(proposal: Proposal) -> dict[str, Any]:
    """One line of the list."""
    case = proposal.case
    return {
        **{"kind": proposal.get_kind_display(), "name": case.version.name, "number": case.case_no or case.receipt_no},
        **{"department": case.department.short, "reason": proposal.reason, "who": proposal.proposed_by.name},
        "detail": detail(proposal),
        "when": datetime_words(proposal.proposed_at, today=clock.today()),
        "evidence_href": _evidence(proposal),
        **{"href": reverse("cases:proposal", args=[proposal.pk]), "action": _("Decide")},
    }


def _evidence(proposal: Proposal) -> str:
    if proposal.kind != ProposalKind.AMENDMENT:
        return ""
    return reverse("cases:amendment_evidence", args=[proposal.case_id, proposal.amendment.pk])
