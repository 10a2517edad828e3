"""A reader for trials: somebody "lays" a card of a known person on it from the trial page."""

from datetime import date

from django.core.cache import cache

from core import clock
from hall_devices.readers import Card
from identity.models import Party
from spaces.models import LibraryFact
from spaces.queries import licences_of

LIES_SECONDS = 180
IDENTITY_CARD = "居民身份证"
DEVICE_NO = "00.00-20260101-TRIAL"


class SimulatedReader:
    """Keeps the key of the person whose card lies there, never his data."""

    def __init__(self, place: str) -> None:
        self._key = f"card-on-{place}"

    def present(self) -> Card | None:
        party_id = cache.get(self._key)
        party = Party.objects.filter(pk=party_id).first() if party_id else None
        return _card_of(party) if party else None

    def lay(self, party: Party) -> None:
        """The person's card lies there, until it is taken or three minutes have passed."""
        cache.set(self._key, party.pk, LIES_SECONDS)

    def take_away(self) -> None:
        """Nothing lies there any more."""
        cache.delete(self._key)


def _card_of(party: Party) -> Card:
    address = LibraryFact.objects.filter(party=party, key="household_address").values_list("value", flat=True).first()
    return Card(party.name, party.code, address or "", _valid_until(party), DEVICE_NO, clock.now())


def _valid_until(party: Party) -> date | None:
    card = licences_of(party.pk).filter(name=IDENTITY_CARD).first()
    return card.valid_until if card else None
