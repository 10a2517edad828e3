"""Working days as data (T-30, T-36): a frozen calendar of whole years that counts in constant time. Pure."""

from array import array
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone of all calendar arithmetic."""

_SATURDAY = 5


class MissingYear(LookupError):
    """The calendar says nothing about `year`, not even provisionally (T-36)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the working calendar of {year} is not loaded")
        self.year = year


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days of the whole years `first_year` to `last_year` are working days, in one published `version`.

    Made by `of`. It may go on provisionally up to `reach`, Monday to Friday being working days there; whatever falls
    into those years is not final (T-36). Every method raises MissingYear for a day beyond.
    """

    version: int
    first_year: int
    last_year: int
    reach: int
    _first: int = field(repr=False)
    _counts: array = field(repr=False)
    """Working days from the first day up to and including the n-th."""
    _days: array = field(repr=False)
    """Ordinals of all working days, ascending."""

    @classmethod
    def of(
        cls,
        version: int,
        first_year: int,
        last_year: int,
        *,
        off: Set[date] = frozenset(),
        makeup: Set[date] = frozenset(),
        provisional_years: int = 0,
    ) -> "WorkingCalendar":
        """A calendar from its exceptions: weekdays that are `off` and weekend days that are worked (T-30).

        After its last year it goes on for `provisional_years` without any exception.
        """
        reach = last_year + provisional_years
        first, last = date(first_year, 1, 1).toordinal(), date(reach, 12, 31).toordinal()
        days = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
        worked = [day in makeup or (day.weekday() < _SATURDAY and day not in off) for day in days]
        counts, total = array("i"), 0
        for works in worked:
            total += works
            counts.append(total)
        ordinals = array("i", (day.toordinal() for day, works in zip(days, worked, strict=True) if works))
        return cls(version, first_year, last_year, reach, first, counts, ordinals)

    def is_final(self, day: date) -> bool:
        """Whether the year of `day` is loaded; a due day in any other year may still move (T-36)."""
        return self.first_year <= day.year <= self.last_year

    def rank(self, day: date) -> int:
        """Number of working days from the beginning of the calendar up to and including `day`."""
        if not self.first_year <= day.year <= self.reach:
            raise MissingYear(day.year)
        return self._counts[day.toordinal() - self._first]

    def working_day(self, rank: int) -> date:
        """The working day with that rank, counting from 1."""
        if rank < 1:
            raise MissingYear(self.first_year - 1)
        if rank > len(self._days):
            raise MissingYear(self.reach + 1)
        return date.fromordinal(self._days[rank - 1])

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked (T-30)."""
        rank = self.rank(day)
        return rank > 0 and self._days[rank - 1] == day.toordinal()

    def working_days_between(self, after: date, until: date) -> int:
        """Number of working days d with after < d ≤ until; negative when `until` lies before `after`."""
        return self.rank(until) - self.rank(after)

    def add_working_days(self, start: date, days: int) -> date:
        """The day `days` working days after `start`, which itself is not counted (T-31).

        Zero gives `start` itself, even a rest day. Negative numbers go back: -1 is the last working day before `start`.
        """
        if days == 0:
            self.rank(start)
            return start
        if days > 0:
            return self.working_day(self.rank(start) + days)
        return self.working_day(self.rank(start) - self.is_working_day(start) + days + 1)

    def on_or_after(self, day: date) -> date:
        """`day` itself when it is worked, else the next working day (T-35)."""
        return day if self.is_working_day(day) else self.working_day(self.rank(day) + 1)
