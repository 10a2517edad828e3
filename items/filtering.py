"""Lists and results narrowed by what people ask: all marks combine, and each can be counted."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from core.queries.counting import counts_of
from identity.models import Department, Region, RegionLevel
from items.models import Initiator, ItemVersion, VersionState
from items.rules import facets

ENTRANCES = ("person", "enterprise")
TICKS = (facets.INSTANT, facets.NO_VISIT, facets.ONLINE)
"""What can be ticked or not: decided on the spot, no visit, can be filed online."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty values ask nothing. `audience` is one of ENTRANCES, `ticks` some of TICKS,
    `region_code` a town: what it takes in itself, or handles."""

    audience: str = ""
    theme_id: int | None = None
    department_id: int | None = None
    region_code: str = ""
    ticks: frozenset[str] = frozenset()

    def marks(self) -> list[str]:
        """The marks that must all be there."""
        found = [self.audience] if self.audience in ENTRANCES else []
        found += facets.themes([self.theme_id]) if self.theme_id else []
        found += [facets.department(self.department_id)] if self.department_id else []
        return [*found, *sorted(self.ticks)]

    def either(self) -> list[str]:
        """The marks of which one must be there; none asks nothing."""
        return [facets.TOWN, facets.region(self.region_code)] if self.region_code else []

    def asks_nothing(self) -> bool:
        return not self.marks() and not self.region_code


NOTHING = Wanted()


def narrowed(versions: QuerySet[ItemVersion], wanted: Wanted) -> QuerySet[ItemVersion]:
    """Those of `versions` that have everything wanted."""
    if marks := wanted.marks():
        versions = versions.filter(finding__facets__contains=marks)
    if either := wanted.either():
        versions = versions.filter(finding__facets__overlap=either)
    return versions


def counts_with(versions: QuerySet[ItemVersion]) -> dict[str, int]:
    """How many of `versions` would be left with each tick, at most a thousand each, in one statement."""
    asked = [versions.filter(finding__facets__contains=[tick]) for tick in TICKS]
    return dict(zip(TICKS, counts_of(asked), strict=True))


def departments_with_items() -> QuerySet[Department]:
    """Bodies with something in force that can be applied for, and how many (`open_items`), county before towns."""
    in_force = Q(items__versions__state=VersionState.PUBLISHED, items__versions__initiated_by=Initiator.APPLICANT)
    counted = Department.objects.annotate(open_items=Count("items__versions", filter=in_force))
    return counted.filter(open_items__gt=0).order_by("level", "pk")


def towns_with_items() -> list[tuple[Region, int]]:
    """Every town that takes anything in, and how many items: those all towns take in, and those of its own bodies."""
    in_force = ItemVersion.objects.filter(state=VersionState.PUBLISHED, initiated_by=Initiator.APPLICANT)
    everywhere = in_force.filter(town_level=True).count()
    towns = Region.objects.filter(level=RegionLevel.TOWN)
    own = in_force.filter(town_level=False, item__department__region__in=towns)
    counts = dict(own.values_list("item__department__region_id").annotate(Count("pk")).order_by())
    found = [(town, everywhere + counts.get(town.pk, 0)) for town in towns.order_by("code")]
    return [(town, count) for town, count in found if count]
