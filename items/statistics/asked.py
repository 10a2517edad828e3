"""What a reader of numbers narrowed them to; the same words lead from a number to the list of the items it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from core.identifiers.items import LEVELS
from core.keys import key_in
from identity.actors import Actor
from identity.models import RegionLevel
from items.elements.codelists import AUDIENCES, ONLINE_DEPTHS
from items.models import LIVE_STATES, ItemKind, ItemType, ItemVersion
from items.queries import SEES_ALL, WORKS_ON, shown_versions

MANY_VISITS = "2"
"""Stands for two visits and more."""
NO_DEPTH = "none"
VISITS = {"0": Q(visits=0), "1": Q(visits=1), MANY_VISITS: Q(visits__gte=2)}
DEPTHS = {
    **{code.value: Q(online_depth__contains=[code.value]) for code in ONLINE_DEPTHS},
    NO_DEPTH: Q(online_depth=[]),
}
FILTERS: Mapping[str, Mapping[str, Q]] = {
    "type": {value: Q(item__entry__type=value) for value in ItemType.values},
    "level": {str(level): Q(item__level=level) for level in LEVELS},
    "state": {state.value: Q(state=state) for state in LIVE_STATES},
    "place": {value: Q(item__department__region__level=value) for value in RegionLevel.values},
    "audience": {code.value: Q(audience__contains=[code.value]) for code in AUDIENCES},
    "visits": VISITS,
    "depth": DEPTHS,
    "kind": {value: Q(kind=value) for value in ItemKind.values},
}
"""What each word of the address can be, and which versions it leaves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the address that narrow; those nobody knows ask nothing. `department` is a key or empty."""

    department: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Read from an address."""
        department = key_in(given.get("department"))
        known = tuple((name, given[name]) for name, values in FILTERS.items() if given.get(name) in values)
        return cls("" if department is None else str(department), known)

    def get(self, name: str) -> str:
        """The value asked for, empty where nothing is."""
        return self.department if name == "department" else dict(self.words).get(name, "")

    def asks_nothing(self) -> bool:
        return not (self.department or self.words)

    def narrowed(self, versions: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
        """Those of `versions` that were asked for."""
        if self.department:
            versions = versions.filter(item__department_id=int(self.department))
        for name, value in self.words:
            versions = versions.filter(FILTERS[name][value])
        return versions

    def query(self, **changes: str) -> str:
        """The address's query with these words changed; an empty one is taken away."""
        words = {"department": self.department, **dict(self.words), **changes}
        return urlencode({name: value for name, value in words.items() if value})


def versions_in_sight(actor: Actor) -> QuerySet[ItemVersion]:
    """The versions in force, also suspended ones, whose numbers this person reads: the offices that keep the whole
    catalogue all of them, administrators and heads of departments those of their own bodies.
    """
    versions = shown_versions().select_related(None)
    if actor.has_role(*SEES_ALL):
        return versions
    if actor.has_role(*WORKS_ON):
        return versions.filter(item__department_id__in=actor.department_ids)
    return versions.none()


def sees_all(actor: Actor) -> bool:
    """Whether the numbers of this person are those of the whole hall."""
    return actor.has_role(*SEES_ALL)
