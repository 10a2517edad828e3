"""Named reads of the catalogue. The published catalogue is public."""

from django.db.models import FloatField, QuerySet
from django.db.models.expressions import RawSQL

from items.models import Initiator, ItemVersion, VersionState
from items.rules.words import search_query


def published_versions() -> QuerySet[ItemVersion]:
    """Versions in force, with item, entry and body."""
    return ItemVersion.objects.filter(state=VersionState.PUBLISHED).select_related("item__entry", "item__department")


def applicable_versions() -> QuerySet[ItemVersion]:
    """Versions in force that can be applied for."""
    return published_versions().filter(initiated_by=Initiator.APPLICANT)


def search_versions(text: str, *, limit: int = 20) -> list[ItemVersion]:
    """The versions in force that fit a question best: names and everyday phrases before parts, then by name.

    An empty question finds nothing. Ranking reads only rows that match.
    """
    words = search_query(text)
    if not words:
        return []
    matches = RawSQL("items_itemversion.search @@ %s::tsquery", [words])
    rank = RawSQL("ts_rank('{0.02,0.1,0.3,1.0}', items_itemversion.search, %s::tsquery)", [words], FloatField())
    found = published_versions().annotate(fits=matches).filter(fits=True).annotate(rank=rank)
    return list(found.order_by("-rank", "name", "pk")[:limit])
