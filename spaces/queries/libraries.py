"""Named reads of what is known and kept of a party."""

from collections.abc import Iterable

from django.db.models import QuerySet

from identity.actors import Actor
from items.prefill import Known
from spaces.models import LibraryFact, LibraryRead, Project, TrustLevel, WalletDocument
from spaces.queries.licences import licences_of


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


def library_reads_visible_to(actor: Actor) -> QuerySet[LibraryRead]:
    """Looks of staff into the libraries of the party a citizen acts for, the latest first (G-02); an agent limited to
    some items sees none (A-04)."""
    if actor.acting is None or actor.acting.item_codes:
        return LibraryRead.objects.none()
    return LibraryRead.objects.filter(party_id=actor.acting.party_id).order_by("-at", "-pk")


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
        f"licence.{licence.name}.{key}": Known(str(value), licence.name, licence.trust_level == TrustLevel.A)
        for licence in reversed(licences_of(party_id).select_related("issuer"))
        for key, value in licence.data.items()
    }


def project_values(project: Project) -> dict[str, Known]:
    """What is known about a project, by prefill name."""
    values = {"code": project.code, "name": project.name, **project.facts}
    return {f"project.{key}": Known(str(value), project.name, True) for key, value in values.items()}
