"""Office hours, in which limits in working hours run (T-35). Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.deadlines.values import Moment, Span, instant
from core.workcalendar import SHANGHAI, WorkingCalendar

HOUR = 3600


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Office hours of every working day as ascending spans of local time; by default eight hours."""

    spans: tuple[tuple[time, time], ...] = ((time(8, 30), time(12)), (time(13, 30), time(18)))

    @property
    def seconds(self) -> int:
        """Office seconds of one working day."""
        return sum(_second(end) - _second(start) for start, end in self.spans)

    def elapsed(self, at: time) -> int:
        """Office seconds of a working day that have passed at `at`."""
        return sum(max(0, min(_second(at), _second(end)) - _second(start)) for start, end in self.spans)

    def reached(self, seconds: int) -> time:
        """The earliest time at which `seconds` office seconds have passed. Raises ValueError when the day has fewer."""
        for start, end in self.spans:
            length = _second(end) - _second(start)
            if seconds <= length:
                return (datetime.combine(date.min, start) + timedelta(seconds=seconds)).time()
            seconds -= length
        raise ValueError("an office day has fewer seconds")

    def second(self, calendar: WorkingCalendar, moment: Moment) -> int:
        """Office seconds from the beginning of `calendar` to `moment`. Raises MissingYear."""
        there = instant(moment).astimezone(SHANGHAI)
        rank = calendar.rank(there.date())
        if not calendar.is_working_day(there.date()):
            return rank * self.seconds
        return (rank - 1) * self.seconds + self.elapsed(there.time())

    def moment(self, calendar: WorkingCalendar, second: int) -> datetime:
        """The earliest moment, in UTC, with that many office seconds since the beginning of `calendar`."""
        rank = -(-second // self.seconds)
        day = calendar.working_day(rank)
        at = self.reached(second - (rank - 1) * self.seconds)
        return datetime.combine(day, at, SHANGHAI).astimezone(UTC)

    def length(self, calendar: WorkingCalendar, span: Span) -> int:
        """Office seconds inside `span`."""
        return self.second(calendar, span.end) - self.second(calendar, span.start)


OFFICE_HOURS = OfficeHours()


def _second(at: time) -> int:
    return at.hour * HOUR + at.minute * 60 + at.second
