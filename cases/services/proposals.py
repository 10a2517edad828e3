"""Proposing an act and deciding on it: two persons, the second of them with the post for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.events import ActProposed, ProposalDecided
from cases.models import Case, Proposal, ProposalKind, ProposalVerdict
from cases.queries.proposals import may_decide
from cases.services.endings import suspend_case, terminate_case, void_case
from cases.services.life import locked
from cases.states import must_allow
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor

REASON_MIN = 10


@dataclass(frozen=True, slots=True)
class Act:
    """One kind: the step it leads to, and what approval does."""

    step: str
    carry_out: Callable[..., None]


ACTS: dict[str, Act] = {
    ProposalKind.VOID: Act("void", void_case),
    ProposalKind.TERMINATION: Act("terminate", terminate_case),
    ProposalKind.SUSPENSION: Act("suspend", suspend_case),
}


def propose_act(case: Case, kind: ProposalKind, *, reason: str, basis: str = "", by: Actor) -> Proposal:
    """Ask for an act on a case; until it is decided the case goes on as before.

    Refuses `reason` under ten characters, `basis` where a termination or suspension names none, `wrong_state`, and
    `proposed_before` (a conflict) while another proposal waits. Publishes ActProposed.
    """
    if len(reason.strip()) < REASON_MIN:
        raise Refusal("reason", _("Give the reason in at least ten characters."), field="reason")
    if kind != ProposalKind.VOID and not basis.strip():
        raise Refusal("basis", _("Name the legal basis."), field="basis")
    assert by.staff_id is not None, "only staff propose"
    with locked(case) as case:
        now = clock.now()
        must_allow(case, ACTS[kind].step)
        if case.proposals.filter(verdict="").exists():
            raise Refusal("proposed_before", _("Another proposal about this case waits already."), conflict=True)
        proposal = Proposal.objects.create(
            case=case,
            kind=kind,
            reason=reason.strip(),
            basis=basis.strip(),
            proposed_by_id=by.staff_id,
            proposed_at=now,
        )
        publish(ActProposed(case_id=case.pk, proposal_id=proposal.pk, kind=kind.value), by=by, at=now)
    return proposal


def decide_proposal(proposal: Proposal, *, approve: bool, remark: str = "", by: Actor) -> Proposal:
    """Approve or reject; approval carries the act out in the same transaction.

    Refuses `forbidden` for other posts, `own_proposal` for the one who proposed, `decided_before` (a conflict),
    `remark` for a rejection without one, and `wrong_state` when the case has moved on. Publishes ProposalDecided.
    """
    if not may_decide(proposal, by):
        raise Refusal("forbidden", _("Your post cannot decide on this."))
    if not approve and not remark.strip():
        raise Refusal("remark", _("Say why it is rejected."), field="remark")
    with locked(proposal.case) as case:
        proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        proposal.case = case
        if proposal.verdict:
            raise Refusal("decided_before", _("This proposal has been decided already."), conflict=True)
        if proposal.proposed_by_id == by.staff_id:
            raise Refusal("own_proposal", _("Somebody else must decide on what you proposed."))
        now = clock.now()
        proposal.verdict = ProposalVerdict.APPROVED if approve else ProposalVerdict.REJECTED
        proposal.remark, proposal.decided_by_id, proposal.decided_at = remark.strip(), by.staff_id, now
        proposal.save(update_fields=["verdict", "remark", "decided_by", "decided_at"])
        told = ProposalDecided(case_id=case.pk, proposal_id=proposal.pk, kind=proposal.kind, verdict=proposal.verdict)
        publish(told, by=by, at=now)
        if approve:
            ACTS[proposal.kind].carry_out(proposal, by=by)
    return proposal


def lapse_proposals(case: Case) -> None:
    """A case that has ended leaves no proposal to decide on."""
    case.proposals.filter(verdict="").update(verdict=ProposalVerdict.LAPSED, decided_at=clock.now())
