"""The one predicate that guards every row of a case, for pages, search, exports and API alike."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from cases.models import Case, CaseState
from identity.actors import Acting, Actor
from identity.models import Role
from spaces.models import Licence
from spaces.queries import licences_visible_to

INTAKE_ROLES = (Role.CLERK, Role.LEADER, Role.CERTIFIER)
_wider_views: list[Callable[[Actor], Q]] = []


def widen_staff_view(predicate: Callable[[Actor], Q]) -> None:
    """Let an upper app add cases that staff may see, for example those a post reviews. Called from `ready()`."""
    _wider_views.append(predicate)


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases this actor may see: a citizen those of the party he acts for, within his mandate; a supervisor
    all that were
    filed; connected systems and staff those their department handles or took in, and what upper apps add.
    Drafts belong to the applicant."""
    if actor.is_citizen:
        return _of_citizen(actor)
    filed = Case.objects.exclude(state=CaseState.DRAFT)
    if actor.kind == "client":
        return filed.filter(_of_departments(actor))
    if not actor.is_staff:
        return Case.objects.none()
    if actor.has_role(Role.SUPERVISOR):
        return filed
    seen = Q(pk__in=[])
    if actor.has_role(*INTAKE_ROLES):
        seen = _of_departments(actor)
    for predicate in _wider_views:
        seen |= predicate(actor)
    return filed.filter(seen)


def of_own_body(actor: Actor) -> QuerySet[Case]:
    """Visible cases that the actor's departments handle or took in: the work at their desks.

    What a post elsewhere was asked to review is on its work list; left out here, every row is found by an index.
    """
    return visible_to(actor).filter(_of_departments(actor))


def licences_open_to(actor: Actor) -> QuerySet[Licence]:
    """Licences of the party a citizen acts for; an agent limited to some items sees those his cases led to (A-04)."""
    found = licences_visible_to(actor)
    if actor.acting is None or not actor.acting.item_codes:
        return found
    return found.filter(pk__in=visible_to(actor).exclude(licence=None).values("licence_id"))


def identity_for(actor: Actor, case_id: int) -> Acting | None:
    """The other identity in which this citizen may see the case, None when there is none."""
    for way in actor.can_act_for:
        if way != actor.acting and visible_to(actor.in_identity(way)).filter(pk=case_id).exists():
            return way
    return None


def _of_departments(actor: Actor) -> Q:
    return Q(department_id__in=actor.department_ids) | Q(intake_department_id__in=actor.department_ids)


def _of_citizen(actor: Actor) -> QuerySet[Case]:
    if actor.acting is None:
        return Case.objects.none()
    own = Case.objects.filter(applicant_id=actor.acting.party_id)
    if actor.acting.item_codes:
        own = own.filter(version__item__entry__base_code__in=actor.acting.item_codes)
    return own
