"""Which route and which stages a case takes."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from core.conditions import holds


class Conditional(Protocol):
    """Anything taken only when its condition holds."""

    @property
    def when(self) -> Any: ...


Way = TypeVar("Way", bound=Conditional)


def first_that_holds(ways: Iterable[Way], facts: Mapping[str, Any]) -> Way | None:
    """The first in order whose condition holds for the facts; None when none does."""
    return next((way for way in ways if holds(way.when, facts)), None)


def all_that_hold(ways: Iterable[Way], facts: Mapping[str, Any]) -> list[Way]:
    """Every one in order whose condition holds for the facts."""
    return [way for way in ways if holds(way.when, facts)]
