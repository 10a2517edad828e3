"""What a figure was and what it is: the compression of limits and the simplification of items (H105). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Saving:
    """A figure before and after, summed over `items` items, in any one unit. Figures may have grown: then what is saved
    is negative.
    """

    items: int = 0
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)

    def __add__(self, other: "Saving") -> "Saving":
        return Saving(self.items + other.items, self.before + other.before, self.after + other.after)

    @property
    def saved(self) -> Fraction:
        return self.before - self.after

    @property
    def percent(self) -> Fraction | None:
        """What was saved of what was there, in percent; None where nothing was there."""
        return 100 * self.saved / self.before if self.before else None

    @property
    def average_before(self) -> Fraction | None:
        """Per item; None without items."""
        return self.before / self.items if self.items else None

    @property
    def average_after(self) -> Fraction | None:
        return self.after / self.items if self.items else None


def total(savings: Iterable[Saving]) -> Saving:
    """All together."""
    return sum(savings, Saving())
