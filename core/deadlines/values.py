"""What a limit and a pause are, and how dates and moments are compared. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from core.workcalendar import SHANGHAI

Moment = date | datetime
"""A day in Shanghai or an aware datetime. Compared with a datetime, a day stands for its beginning."""


class Unit(StrEnum):
    """Unit of a limit; part of its value, stored with it."""

    WORKING_DAYS = "WD"
    NATURAL_DAYS = "ND"
    WORKING_HOURS = "WH"
    NATURAL_HOURS = "NH"

    @property
    def in_hours(self) -> bool:
        """Whether the limit needs times of day."""
        return self in (Unit.WORKING_HOURS, Unit.NATURAL_HOURS)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit, for example 20 working days. Half a day is four working hours (T-35)."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that is not counted: after `start` up to `end`, or up to now while `end` is None (T-33)."""

    start: Moment
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that has ended."""

    start: Moment
    end: Moment


def merged(
    pauses: Iterable[Pause], start: Moment, *, now: Moment | None = None, until: Moment | None = None
) -> list[Span]:
    """Pauses in order, overlapping ones joined (T-33), cut to what lies after `start` and, if given, before `until`.

    Open pauses end `now`. Raises ValueError for a pause that ends before it starts, and for an open one without `now`.
    """
    spans: list[Span] = []
    for pause in sorted(pauses, key=lambda pause: instant(pause.start)):
        begin, end = later(pause.start, start), _end_of(pause, now)
        if until is not None:
            end = earlier(end, until)
        if instant(end) <= instant(begin):
            continue
        if spans and instant(begin) <= instant(spans[-1].end):
            spans[-1] = Span(spans[-1].start, later(spans[-1].end, end))
        else:
            spans.append(Span(begin, end))
    return spans


def day_of(moment: Moment) -> date:
    """The day in Shanghai."""
    return moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment


def instant(moment: Moment) -> datetime:
    """The aware datetime; of a day its beginning in Shanghai."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), SHANGHAI)


def earlier(one: Moment, other: Moment) -> Moment:
    """The earlier of the two."""
    return one if instant(one) <= instant(other) else other


def later(one: Moment, other: Moment) -> Moment:
    """The later of the two."""
    return one if instant(one) >= instant(other) else other


def _end_of(pause: Pause, now: Moment | None) -> Moment:
    end = pause.end if pause.end is not None else now
    if end is None:
        raise ValueError("a pause that has not ended needs now")
    if pause.end is not None and instant(pause.end) < instant(pause.start):
        raise ValueError("a pause ends before it starts")
    return end
