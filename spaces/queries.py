"""Named reads of what government already holds about a party."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from core import clock
from core.models import EventRow
from identity.actors import Actor
from identity.models import Role
from items.prefill import Known
from spaces.models import LibraryFact, Licence, LicenceState, Project, WalletDocument


def licences_of(party_id: int) -> QuerySet[Licence]:
    """The valid licences of a party whose validity has begun and not passed, newest first (6.4); one that was withheld,
    revoked or cancelled proves nothing."""
    today = clock.today()
    return (
        Licence.objects.filter(holder_id=party_id, state=LicenceState.VALID, valid_from__lte=today)
        .filter(Q(valid_until=None) | Q(valid_until__gte=today))
        .order_by("-issued_on", "-pk")
    )


def licences_visible_to(actor: Actor) -> QuerySet[Licence]:
    """Licences of the party a citizen acts for; nobody else browses licences (L-11)."""
    if actor.party_id is None:
        return Licence.objects.none()
    return Licence.objects.filter(holder_id=actor.party_id).select_related("issuer").order_by("-issued_on", "-pk")


def licences_kept_by(actor: Actor) -> QuerySet[Licence]:
    """Licences whose issuing body this member of staff makes certificates for or leads: he may change their state
    (6.4); nobody else opens them (L-11)."""
    if not actor.has_role(Role.CERTIFIER, Role.LEADER):
        return Licence.objects.none()
    return Licence.objects.filter(issuer_id__in=actor.department_ids).select_related("issuer", "holder")


def state_changes_of(licence: Licence) -> QuerySet[EventRow]:
    """When the licence was issued and every change of its state since, the first one first."""
    return EventRow.objects.filter(stream="licence", stream_id=licence.pk).order_by("sequence")


def wallet_visible_to(actor: Actor) -> QuerySet[WalletDocument]:
    """Stored documents of the party a citizen acts for. They come from all its cases, so that an agent whose mandate is
    limited to some items sees none of them (A-04)."""
    if actor.acting is None or actor.acting.item_codes:
        return WalletDocument.objects.none()
    return WalletDocument.objects.filter(party_id=actor.acting.party_id).order_by("-added_at", "-pk")


def projects_visible_to(actor: Actor) -> QuerySet[Project]:
    """Projects of the party a citizen acts for."""
    if actor.party_id is None:
        return Project.objects.none()
    return Project.objects.filter(owner_id=actor.party_id).order_by("-pk")


def facts_visible_to(actor: Actor) -> QuerySet[LibraryFact]:
    """Known facts of the party a citizen acts for."""
    if actor.party_id is None:
        return LibraryFact.objects.none()
    return LibraryFact.objects.filter(party_id=actor.party_id).order_by("pk")


def known_values(party_id: int, *, prefix: str, project: Project | None = None) -> dict[str, Known]:
    """What forms may prefill, by prefill name: `enterprise.address`, `project.code`, `licence.<kind>.<field>`.

    `prefix` is person or enterprise. Values of licences and verified facts are verified.
    """
    known = facts_known(LibraryFact.objects.filter(party_id=party_id), prefix=prefix) | licence_values(party_id)
    return known | (project_values(project) if project else {})


def facts_known(facts: Iterable[LibraryFact], *, prefix: str) -> dict[str, Known]:
    """Facts about a party by prefill name."""
    return {f"{prefix}.{fact.key}": Known(fact.value, fact.source, fact.verified) for fact in facts}


def licence_values(party_id: int) -> dict[str, Known]:
    """What the valid licences of a party say, by prefill name; of several of a kind the newest."""
    return {
        f"licence.{licence.name}.{key}": Known(str(value), licence.name, True)
        for licence in reversed(licences_of(party_id).select_related("issuer"))
        for key, value in licence.data.items()
    }


def project_values(project: Project) -> dict[str, Known]:
    """What is known about a project, by prefill name."""
    values = {"code": project.code, "name": project.name, **project.facts}
    return {f"project.{key}": Known(str(value), project.name, True) for key, value in values.items()}
