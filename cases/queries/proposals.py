"""Who decides on what is proposed about a case, and what waits for him."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.models import Case, Proposal, ProposalKind
from identity.actors import Actor
from identity.models import Role

SHOWN = ("case__version", "case__department", "proposed_by", "amendment")


@dataclass(frozen=True, slots=True)
class Deciding:
    """The post that decides on one kind, and whether it must belong to the handling body."""

    role: Role
    of_the_body: bool


DECIDING: dict[str, Deciding] = {
    ProposalKind.VOID: Deciding(Role.SUPERVISOR, of_the_body=False),
    ProposalKind.TERMINATION: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.SUSPENSION: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.PROCEDURE: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.EXTENSION: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.FALSE_MATERIAL: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.DECEIT: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.FALSE_PLEDGE: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.AMENDMENT: Deciding(Role.LEADER, of_the_body=True),
    ProposalKind.JOINT_EXTENSION: Deciding(Role.GOVERNMENT_LEADER, of_the_body=False),
}
DECIDERS = frozenset(deciding.role for deciding in DECIDING.values())


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """The open proposals this person decides on, whoever made them."""
    mine = Q(pk__in=[])
    for kind, deciding in DECIDING.items():
        if actor.has_role(deciding.role):
            where = Q(case__department_id__in=actor.department_ids) if deciding.of_the_body else Q()
            mine |= Q(kind=kind) & where
    return Proposal.objects.filter(mine, verdict="").select_related(*SHOWN)


def waiting_proposal(case: Case) -> Proposal | None:
    """What is proposed about this case and not decided yet."""
    return case.proposals.filter(verdict="").select_related("proposed_by").first()


def may_decide(proposal: Proposal, actor: Actor) -> bool:
    """Whether the post of this person decides on such proposals about this case."""
    return decides(proposal.kind, proposal.case, actor)


def decides(kind: str, case: Case, actor: Actor) -> bool:
    """Whether the post of this person decides on acts of a kind on this case."""
    deciding = DECIDING[kind]
    own = not deciding.of_the_body or case.department_id in actor.department_ids
    return actor.has_role(deciding.role) and own
