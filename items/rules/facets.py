"""Marks by which lists of items are narrowed. One mark is one word in the index, so that any of them combine."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

PERSONS = frozenset({"自然人"})
FILED_ONLINE = frozenset({"precheck", "accept"})
OPEN, INSTANT, NO_VISIT, ONLINE, TOWN = "open", "instant", "no_visit", "online", "town"


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a version decides its marks."""

    on_application: bool
    instant: bool
    visits: int
    town_level: bool
    audience: Collection[str]
    online_depth: Collection[str]
    theme_ids: Collection[int]
    department_id: int
    region_code: str


def facets_of(traits: Traits) -> list[str]:
    """Every mark of one version."""
    marks = {
        OPEN: traits.on_application,
        INSTANT: traits.instant,
        NO_VISIT: traits.visits == 0,
        ONLINE: traits.on_application and not FILED_ONLINE.isdisjoint(traits.online_depth),
        TOWN: traits.town_level,
        "person": not PERSONS.isdisjoint(traits.audience),
        "enterprise": not PERSONS.issuperset(traits.audience),
    }
    found = [mark for mark, holds in marks.items() if holds]
    return [*found, *themes(traits.theme_ids), department(traits.department_id), region(traits.region_code)]


def themes(theme_ids: Iterable[int]) -> list[str]:
    """The marks of themes."""
    return [f"theme-{theme_id}" for theme_id in theme_ids]


def department(department_id: int) -> str:
    """The mark of the body that handles an item."""
    return f"department-{department_id}"


def region(code: str) -> str:
    """The mark of the region whose body handles an item."""
    return f"region-{code}"
