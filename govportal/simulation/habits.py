"""How people of the simulated town behave: chances and paces, drawn from one source of chance per case. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from core.deadlines import OfficeHours
from core.workcalendar import SHANGHAI, WorkingCalendar

OFFICE = OfficeHours(((time(9), time(12)), (time(13), time(17))))
"""When staff work, on working days."""

OFFICE_HOURS_A_DAY = OFFICE.seconds // 3600
HOUR_WEIGHTS = (1, 1, 0, 0, 0, 1, 2, 4, 9, 16, 18, 12, 6, 9, 15, 16, 11, 7, 6, 8, 9, 7, 4, 2)
"""How many applications arrive in each hour of the day, by the website."""

RATING_WEIGHTS = (58, 26, 9, 5, 2)


@dataclass(frozen=True, slots=True)
class Habits:
    """Chances, each between 0 and 1, of what may happen to an application."""

    window: float = 0.2
    mobile: float = 0.3
    abandon: float = 0.05
    withdraw: float = 0.03
    decline: float = 0.03
    correct: float = 0.1
    never_corrected: float = 0.12
    return_at_precheck: float = 0.05
    precheck_first: float = 0.08
    ignore: float = 0.025
    procedure: float = 0.25
    extend: float = 0.02
    send_back: float = 0.04
    object: float = 0.035
    slow: float = 0.09
    very_slow: float = 0.02
    rate: float = 0.45
    pledge: float = 0.6
    project: float = 0.6
    ask: float = 0.08
    unanswered: float = 0.3


def chance(dice: Random, share: float) -> bool:
    """Whether something happens that happens in this share of cases."""
    return dice.random() < share


def arrival(dice: Random, begin: datetime, end: datetime) -> datetime:
    """When an application arrives online: more on weekdays, most in the morning and the early afternoon."""
    while True:
        day = begin + (end - begin) * dice.random()
        local = day.astimezone(SHANGHAI)
        if local.weekday() >= 5 and chance(dice, 0.55):
            continue
        hour = dice.choices(range(24), HOUR_WEIGHTS)[0]
        moment = local.replace(hour=hour, minute=dice.randrange(60), second=dice.randrange(60), microsecond=0)
        if begin <= moment <= end:
            return moment


def office_moment(calendar: WorkingCalendar, after: datetime, hours: float) -> datetime:
    """The moment when so many office hours have passed since `after`; always inside office hours."""
    second = OFFICE.second(calendar, after) + max(60, int(hours * 3600))
    return max(OFFICE.moment(calendar, second), after + timedelta(seconds=60))


def clerk_hours(dice: Random, habits: Habits) -> float:
    """Office hours until a clerk takes up an application: mostly the same day, sometimes much too late."""
    if chance(dice, habits.ignore):
        return dice.uniform(36, 60)
    if chance(dice, 0.12):
        return dice.uniform(8, 26)
    return dice.triangular(0.2, 9, 1.5)


def review_hours(dice: Random, habits: Habits, days: int, pace: float) -> float:
    """Office hours a seat takes for its verdict when its stage has `days` working days; `pace` is the post's own."""
    whole = max(days, 1) * OFFICE_HOURS_A_DAY
    if chance(dice, habits.very_slow):
        return whole * dice.uniform(3, 8)
    if chance(dice, habits.slow):
        return whole * dice.uniform(1.05, 2.2)
    return min(whole * dice.triangular(0.04, 0.95, 0.3) * pace, whole * 0.98)


def satisfaction(dice: Random, *, late: bool, refused: bool) -> int:
    """A level from 1 (very good) to 5; lateness and a refusal spoil it."""
    level: int = dice.choices(range(1, 6), RATING_WEIGHTS)[0]
    return min(5, level + (2 if late else 0) + (1 if refused else 0))


def pick(dice: Random, texts: Sequence[str]) -> str:
    """One of these."""
    return dice.choice(texts)
