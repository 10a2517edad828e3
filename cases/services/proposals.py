"""Proposing an act and deciding on it: two persons, the second of them with the post for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.events import ActProposed, ProposalDecided
from cases.models import Case, Proposal, ProposalKind, ProposalVerdict
from cases.queries.amendments import may_be_amended
from cases.queries.proposals import may_decide, waiting_proposal
from cases.services.amending import amend_case
from cases.services.decisions import begin_procedure, check_extension, check_procedure, extend_decision, is_joint
from cases.services.endings import suspend_case, terminate_case, void_case
from cases.services.life import locked
from cases.services.rescinding import (
    begin_rescission,
    check_rescission,
    refuse_for_false_material,
    tell_the_applicant,
)
from cases.states import must_allow
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor

REASON_MIN = 10


@dataclass(frozen=True, slots=True)
class Act:
    """One kind: the step it leads to (none for an act that leaves the state alone), what approval does, what is
    checked beside the step when it is proposed, and whether the applicant is told at once what is intended."""

    step: str
    carry_out: Callable[..., object]
    check: Callable[[Proposal], None]
    told: bool = False


def _needs_basis(proposal: Proposal) -> None:
    if not proposal.basis:
        raise Refusal("basis", _("Name the legal basis."), field="basis")


def _procedure_is_lawful(proposal: Proposal) -> None:
    check_procedure(proposal.case, proposal.title, proposal.days, proposal.basis)


def _extension_is_lawful(proposal: Proposal) -> None:
    if is_joint(proposal.case) != (proposal.kind == ProposalKind.JOINT_EXTENSION):
        raise Refusal("wrong_kind", _("Another person decides on extending this case."))
    check_extension(proposal.case, proposal.days, proposal.reason)


def _rescission_is_lawful(proposal: Proposal) -> None:
    _needs_basis(proposal)
    check_rescission(proposal)


def _has_ended(proposal: Proposal) -> None:
    if not may_be_amended(proposal.case):
        sentence = _("Errors are corrected like this once the case has ended.")
        raise Refusal("wrong_state", sentence, conflict=True)


def _begin_procedure(proposal: Proposal, *, by: Actor) -> None:
    asked = {"title": proposal.title, "basis": proposal.basis, "reason": proposal.reason}
    begin_procedure(proposal.case, **asked, days=proposal.days, by=by)


def _extend(proposal: Proposal, *, by: Actor) -> None:
    extend_decision(proposal.case, days=proposal.days, reason=proposal.reason, by=by)


EXTENDING = Act("", _extend, _extension_is_lawful)
RESCINDING = Act("", begin_rescission, _rescission_is_lawful)
ACTS: dict[str, Act] = {
    ProposalKind.VOID: Act("void", void_case, lambda _proposal: None),
    ProposalKind.TERMINATION: Act("terminate", terminate_case, _needs_basis),
    ProposalKind.SUSPENSION: Act("suspend", suspend_case, _needs_basis),
    ProposalKind.PROCEDURE: Act("begin_procedure", _begin_procedure, _procedure_is_lawful),
    ProposalKind.EXTENSION: EXTENDING,
    ProposalKind.JOINT_EXTENSION: EXTENDING,
    ProposalKind.FALSE_MATERIAL: Act("refuse", refuse_for_false_material, _needs_basis, told=True),
    ProposalKind.DECEIT: RESCINDING,
    ProposalKind.FALSE_PLEDGE: RESCINDING,
    ProposalKind.AMENDMENT: Act("", amend_case, _has_ended),
}


def propose_act(
    case: Case, kind: ProposalKind, *, reason: str, basis: str = "", title: str = "", days: int = 0, by: Actor
) -> Proposal:
    """Ask for an act on a case; until it is decided the case goes on as before.

    Refuses `reason` under ten characters, `basis` where the act needs one and none is named, `wrong_kind` where one of
    the two extensions is for the other kind of case, what `begin_procedure` and `extend_decision` refuse,
    `wrong_state`, and `proposed_before` (a conflict) while another proposal waits. Publishes ActProposed.
    """
    if len(reason.strip()) < REASON_MIN:
        raise Refusal("reason", _("Give the reason in at least ten characters."), field="reason")
    assert by.staff_id is not None, "only staff propose"
    with locked(case) as case:
        now = clock.now()
        words = {"reason": reason.strip(), "basis": basis.strip(), "title": title, "days": days}
        proposal = Proposal(case=case, kind=kind, **words, proposed_by_id=by.staff_id, proposed_at=now)
        if ACTS[kind].step:
            must_allow(case, ACTS[kind].step)
        ACTS[kind].check(proposal)
        if waiting_proposal(case) is not None:
            raise Refusal("proposed_before", _("Another proposal about this case waits already."), conflict=True)
        proposal.save()
        publish(ActProposed(case_id=case.pk, proposal_id=proposal.pk, kind=kind.value), by=by, at=now)
        if ACTS[kind].told:
            tell_the_applicant(proposal, by=by)
    return proposal


def decide_proposal(proposal: Proposal, *, approve: bool, remark: str = "", by: Actor) -> Proposal:
    """Approve or reject; approval carries the act out in the same transaction.

    Refuses `forbidden` for other posts, `own_proposal` for the one who proposed, `decided_before` (a conflict),
    `remark` for a rejection without one, and what the act itself refuses when the case has moved on. Publishes
    ProposalDecided.
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


def lapse_proposals(case: Case, *, before: datetime) -> None:
    """A case that has ended leaves no proposal to decide on that was made before; what was granted may be proposed to
    be rescinded afterwards, and errors of an ended case are corrected."""
    waiting = case.proposals.filter(verdict="", proposed_at__lte=before)
    waiting.exclude(kind=ProposalKind.AMENDMENT).update(verdict=ProposalVerdict.LAPSED, decided_at=clock.now())
