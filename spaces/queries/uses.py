"""Named reads of how licences are used (6.7)."""

from django.db.models import QuerySet

from core import clock
from identity.actors import Actor
from identity.models import Party
from spaces.models import LicenceCopy, LicenceGrant, LicenceUse, ShowCode
from spaces.queries.licences import licences_visible_to


def uses_visible_to(actor: Actor) -> QuerySet[LicenceUse]:
    """Every use of the licences of the party a citizen acts for, the latest first (L-10); an agent whose mandate is
    limited to some items sees none (A-04)."""
    if actor.acting is None or actor.acting.item_codes:
        return LicenceUse.objects.none()
    mine = licences_visible_to(actor).values("pk")
    return LicenceUse.objects.filter(licence_id__in=mine).select_related("licence").order_by("-pk")


def grants_given_by(actor: Actor) -> QuerySet[LicenceGrant]:
    """Authorisations the party a citizen acts for gave, newest first."""
    if actor.acting is None or actor.acting.item_codes:
        return LicenceGrant.objects.none()
    mine = licences_visible_to(actor).values("pk")
    return LicenceGrant.objects.filter(licence_id__in=mine).select_related("licence").order_by("-pk")


def grants_held_by(actor: Actor) -> QuerySet[LicenceGrant]:
    """Authorisations in force that name the party a citizen acts for (L-13)."""
    party = Party.objects.filter(pk=actor.party_id or 0).first()
    if party is None or actor.acting is None or actor.acting.item_codes:
        return LicenceGrant.objects.none()
    today = clock.today()
    held = LicenceGrant.objects.filter(person_index=party.code_index, revoked_at=None, since__lte=today)
    return held.filter(until__gte=today).select_related("licence__issuer", "licence__holder").order_by("-pk")


def copies_visible_to(actor: Actor) -> QuerySet[LicenceCopy]:
    """Copies for a purpose that the party a citizen acts for ordered, newest first."""
    mine = licences_visible_to(actor).values("pk")
    return LicenceCopy.objects.filter(licence_id__in=mine).select_related("licence", "file").order_by("-pk")


def shown_code(key: int) -> ShowCode | None:
    """A scanned code with its licence, for the one who scanned it."""
    rows = ShowCode.objects.select_related("licence__issuer", "licence__holder", "use")
    return rows.filter(pk=key).exclude(scanned_at=None).first()
