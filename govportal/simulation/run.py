"""Letting a month pass: stories of cases, hourly rounds of the clocks, messages as they fall due."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from django.db import connection

from cases.models import Case
from cases.services.archiving import put_off_packing
from cases.services.publishing import publish_due
from cases.services.sweeping import sweep_clocks
from core import clock
from core.clock import SimulatedClock, running_at
from core.outbox import drain, put_off
from govportal.simulation.habits import Habits
from govportal.simulation.lives import Life
from govportal.simulation.timetable import Timetable
from govportal.simulation.town import Town

TELL_EVERY_SECONDS = 3.0
RECENT = timedelta(days=1)
QUEUES = ["interactive", "bulk"]
PAPERS_QUEUE = "pdf"
AWAKE = {0, *range(7, 23)}
AFTER_START = timedelta(minutes=5)
QUIET_BEFORE_END = timedelta(hours=2)
QUIET_BEFORE_PACKING, PACKING_PACE = timedelta(minutes=30), timedelta(minutes=1)
"""The files of the month are packed afterwards, one a minute: whoever tries the product is not kept waiting."""


class Papers(StrEnum):
    """Which papers are drawn while time passes; the others wait for a worker, who does newer ones first."""

    ALL = "all"
    RECENT = "recent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much happens: so many cases within the last `days` days, everything drawn by lot from `seed`."""

    cases: int
    days: int
    seed: int
    papers: Papers = Papers.RECENT
    habits: Habits = field(default_factory=Habits)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Cases by state at the end, and refusals that ended a story, by code."""

    states: dict[str, int]
    refused: dict[str, int]


def simulate(plan: Plan, *, told: Callable[[str], None] = lambda line: None) -> Outcome:
    """Live through `plan` up to now with the real services; returns what stands at the end.

    Needs a town with staff and published items. Calling it again adds more cases. `told` hears a line every few
    seconds of real time.
    """
    end = clock.now()
    begin = end - timedelta(days=plan.days)
    first = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    source = SimulatedClock(begin)
    with running_at(source):
        _commit_without_waiting()
        dice = Random(plan.seed)
        town = Town(dice, plan.seed, plan.cases)
        timetable = Timetable(source)
        timetable.add(_rounds(plan.papers, end))
        for number in range(plan.cases):
            own = Random(f"{plan.seed}:{number}")
            timetable.add(Life(town, plan.habits, own, begin, end - QUIET_BEFORE_END).story())
        timetable.run_until(end, told=_teller(told, begin, plan.days, first))
        _round(plan.papers)
    put_off_packing(until=end + QUIET_BEFORE_PACKING, every=PACKING_PACE)
    states = Counter(Case.objects.filter(pk__gt=first).values_list("state", flat=True))
    return Outcome(dict(sorted(states.items())), dict(sorted(timetable.refused.items())))


def _rounds(papers: Papers, end: datetime) -> Iterator[datetime]:
    """Every full hour of the day and just after midnight: clocks are swept, messages go out, papers are drawn."""
    first_papers = end - RECENT
    put_aside = papers is Papers.ALL
    moment = clock.local(clock.now()).replace(minute=0, second=5, microsecond=0)
    while True:
        moment += timedelta(hours=1)
        if clock.local(moment).hour not in AWAKE:
            continue
        yield moment
        if not put_aside and moment >= first_papers:
            put_off(PAPERS_QUEUE, until=end + AFTER_START, every_seconds=2)
            put_aside = True
        _round(papers if put_aside else Papers.NONE)


def _round(papers: Papers) -> None:
    while sweep_clocks() or publish_due():
        pass
    drain(QUEUES if papers is Papers.NONE else [*QUEUES, PAPERS_QUEUE])


def _teller(told: Callable[[str], None], begin: datetime, days: int, first: int) -> Callable[[], None]:
    started = last = time.monotonic()

    def tell() -> None:
        nonlocal last
        if time.monotonic() - last < TELL_EVERY_SECONDS:
            return
        last = time.monotonic()
        rows = Case.objects.filter(pk__gt=first)
        figures = {
            "cases": rows.count(),
            "accepted": rows.exclude(accepted_at=None).count(),
            "decided": rows.exclude(decided_at=None).count(),
            "closed": rows.exclude(closed_at=None).count(),
        }
        words = ", ".join(f"{count} {name}" for name, count in figures.items())
        told(f"day {(clock.now() - begin).days + 1} of {days}: {words} ({last - started:.0f} s)")

    return tell


def _commit_without_waiting() -> None:
    """A rehearsal lost in a crash is repeated; waiting for the disk at every commit would double its time."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
