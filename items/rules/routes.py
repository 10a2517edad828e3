"""Which route and which stages a case takes."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from core.conditions import holds


class Conditional(Protocol):
    """Anything taken only when its condition holds."""

    @property
    def when(self) -> Any: ...


class WithSeats(Protocol):
    """A stage; `seats.all()` are those side by side in it, each with its `days`."""

    @property
    def seats(self) -> Any: ...


class OfAKind(Conditional, Protocol):
    """A route: taken when its condition holds, and named by its kind."""

    @property
    def kind(self) -> str: ...


Way = TypeVar("Way", bound=Conditional)
Road = TypeVar("Road", bound=OfAKind)


def length_of(stage: WithSeats) -> int:
    """Working days one stage may take: the longest of its parallel seats."""
    return max((seat.days for seat in stage.seats.all()), default=0)


def days_of(stages: Iterable[WithSeats]) -> int:
    """Working days of one stage after the other."""
    return sum(map(length_of, stages))


def all_that_hold(ways: Iterable[Way], facts: Mapping[str, Any]) -> list[Way]:
    """Every one in order whose condition holds for the facts."""
    return [way for way in ways if holds(way.when, facts)]


PLEDGE = "pledge"


def route_taken(
    routes: Iterable[Road],
    facts: Mapping[str, Any],
    *,
    chosen: str = "",
    to_choose: Collection[str] = (),
    pledged: bool = False,
) -> Road | None:
    """The route of a case; None when the condition of none holds.

    A route on pledge is open to whoever `pledged`, who takes it before any other, and to nobody else (2.4).
    The first of the kind an answer to a situation has `chosen`, else the first that does not wait for such an answer:
    a route without a condition whose kind is among those `to_choose`. A route whose own condition fails is never taken,
    whoever chose it; where every one waits, the first is taken.
    """
    open_ = [route for route in all_that_hold(routes, facts) if pledged or route.kind != PLEDGE]
    wanted = [route for route in open_ if route.kind == (PLEDGE if pledged else chosen)]
    usual = [route for route in open_ if route.when is not None or route.kind not in to_choose]
    return next(iter([*wanted, *usual, *open_]), None)
