"""Named reads of licences: a party's own, those a body keeps, and all of a holder by any of his codes."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from core import clock
from core.encryption import blind_index
from core.models import EventRow
from identity.actors import Actor
from identity.models import Party, Role
from spaces.events import LicenceChanged, LicenceIssued, LicenceStateChanged
from spaces.models import (
    CaptureBatch,
    HolderCode,
    Licence,
    LicenceCorrection,
    LicenceState,
    LicenceType,
)

LIFE = [LicenceIssued.name(), LicenceChanged.name(), LicenceStateChanged.name()]
KEEPERS = (Role.CERTIFIER, Role.LEADER)
"""Who answers for the licences of his body."""


def newest_version(licence: Licence | None) -> Licence | None:
    """What holds of a licence now that was given in an earlier version (L-03)."""
    while licence is not None and hasattr(licence, "next"):
        licence = licence.next
    return licence


def licences_of(party_id: int) -> QuerySet[Licence]:
    """The valid licences of a party whose validity has begun and not passed, newest first (6.4); one that was withheld,
    revoked or cancelled proves nothing."""
    return licences_of_holders([party_id])


def licences_of_holders(party_ids: Collection[int]) -> QuerySet[Licence]:
    """The same for a party that is known under several codes (6.3)."""
    today = clock.today()
    return (
        Licence.objects.filter(holder_id__in=party_ids, state=LicenceState.VALID, valid_from__lte=today)
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
    if not actor.has_role(*KEEPERS):
        return Licence.objects.none()
    return Licence.objects.filter(issuer_id__in=actor.department_ids).select_related("issuer", "holder", "receiver")


def licences_offered_to(actor: Actor) -> QuerySet[Licence]:
    """Licences another body handed over to one of this member of staff's, that wait to be taken in."""
    if not actor.has_role(*KEEPERS):
        return Licence.objects.none()
    offered = Licence.objects.filter(receiver_id__in=actor.department_ids, state=LicenceState.TRANSFERRED, next=None)
    return offered.select_related("issuer", "holder", "receiver").order_by("-pk")


def search_kept(actor: Actor, typed: str) -> QuerySet[Licence]:
    """Kept licences by number, identifier or any code of the holder (6.3); nobody browses by anything less (L-11)."""
    words = "".join(typed.split())
    kept = licences_kept_by(actor)
    if not words or not words.isprintable():
        return kept.none()
    exact = Q(number=words) | Q(identifier=words.upper()) | Q(case_no=words) | Q(holder_id__in=holders_known_as(words))
    return kept.filter(exact)


def holders_known_as(code: str) -> list[int]:
    """Keys of every party known by this code of any type, and of those that share another code with one of them (6.3):
    a search by any code of a holder finds all his licences."""
    found = _with_indexes({blind_index(code, "party.code")})
    return sorted(_with_indexes(_indexes_of(found)) | found) if found else []


def licences_of_code(code: str) -> QuerySet[Licence]:
    """All licences of the holder with this code, by whichever of his codes they were given, newest first."""
    return Licence.objects.filter(holder_id__in=holders_known_as(code)).order_by("-issued_on", "-pk")


def _with_indexes(indexes: set[bytes]) -> set[int]:
    main = Party.objects.filter(code_index__in=indexes).values_list("pk", flat=True)
    return {*main, *HolderCode.objects.filter(code_index__in=indexes).values_list("holder_id", flat=True)}


def _indexes_of(parties: set[int]) -> set[bytes]:
    main = Party.objects.filter(pk__in=parties).values_list("code_index", flat=True)
    more = HolderCode.objects.filter(holder_id__in=parties).values_list("code_index", flat=True)
    return {bytes(index) for index in (*main, *more)}


def corrections_kept_by(actor: Actor) -> QuerySet[LicenceCorrection]:
    """Requests to correct licences this member of staff answers for, the newest first."""
    kept = licences_kept_by(actor).values("pk")
    return LicenceCorrection.objects.filter(licence_id__in=kept).select_related("licence").order_by("-pk")


def kinds_kept_by(actor: Actor) -> QuerySet[LicenceType]:
    """Kinds of licences whose layout this member of staff's body decides."""
    if not actor.has_role(*KEEPERS):
        return LicenceType.objects.none()
    kinds = LicenceType.objects.filter(publisher_id__in=actor.department_ids)
    return kinds.prefetch_related("layouts").order_by("code")


def batches_kept_by(actor: Actor) -> QuerySet[CaptureBatch]:
    """Batches of scans of licences one of this member of staff's bodies issued (L-16), newest first."""
    if not actor.has_role(Role.CLERK, *KEEPERS):
        return CaptureBatch.objects.none()
    return CaptureBatch.objects.filter(issuer_id__in=actor.department_ids).select_related("issuer").order_by("-pk")


def state_changes_of(licence: Licence) -> QuerySet[EventRow]:
    """When the licence was issued and every change of its state since, the first one first."""
    return EventRow.objects.filter(stream="licence", stream_id=licence.pk, name__in=LIFE).order_by("sequence")
