"""How good the data about enterprises are: for staff who answer for them (C118)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from identity.actors import Actor
from identity.models import Party, Role
from spaces.models import EnterpriseQuality, LibraryFact, Licence, LicenceState, QualityDay
from spaces.qualityrules import Flaws, Held, flaws_of

WATCHERS = (Role.SUPERVISOR, Role.HALL_MANAGER)
"""Who sees to the data: neither the desks that use them nor the administrators of the machine."""
COUNTED = (LicenceState.VALID, LicenceState.LAPSED)
DAYS_SHOWN = 90


def quality_visible_to(actor: Actor) -> QuerySet[EnterpriseQuality]:
    """What was counted of each enterprise; for those who see to it, nobody else."""
    if not actor.has_role(*WATCHERS):
        return EnterpriseQuality.objects.none()
    return EnterpriseQuality.objects.select_related("party").order_by("-pk")


def quality_days() -> list[QualityDay]:
    """The counts of the last days, the oldest first."""
    return list(reversed(QualityDay.objects.order_by("-day")[:DAYS_SHOWN]))


def flaws_by_party(parties: Sequence[Party], *, today: date) -> dict[int, Flaws]:
    """What is missing, wrong or out of date now, by party; two statements for all of them."""
    facts: dict[int, dict[str, str]] = defaultdict(dict)
    for fact in LibraryFact.objects.filter(party__in=parties):
        facts[fact.party_id][fact.key] = fact.value
    licences: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    rows = Licence.objects.filter(holder__in=parties, state__in=COUNTED, next=None)
    for holder, name, until in rows.values_list("holder_id", "name", "valid_until"):
        licences[holder].append((name, until))
    return {
        party.pk: flaws_of(Held(party.code, party.phone, facts[party.pk], licences[party.pk]), today=today)
        for party in parties
    }
