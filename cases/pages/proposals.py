"""Proposals in words."""

from typing import Any

from django.urls import reverse

from cases.models import Case, Proposal, ProposalKind
from cases.services.proposals import ACTS
from cases.states import allows
from core import clock
from core.datewords import datetime_words


def kinds_for(case: Case) -> list[ProposalKind]:
    """What may be proposed in the state the case is in."""
    return [kind for kind in ProposalKind if allows(case, ACTS[kind].step)]


def row(proposal: Proposal) -> dict[str, Any]:
    """One line of the list."""
    case = proposal.case
    return {
        **{"kind": proposal.get_kind_display(), "name": case.version.name, "number": case.case_no or case.receipt_no},
        **{"department": case.department.short, "reason": proposal.reason, "who": proposal.proposed_by.name},
        "when": datetime_words(proposal.proposed_at, today=clock.today()),
        "href": reverse("cases:proposal", args=[proposal.pk]),
    }
