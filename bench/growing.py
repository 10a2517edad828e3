"""What grows with the store: whole lives, work list, search, and a change of the calendar, at two sizes of it."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client

from bench.living import live
from bench.measuring import statements_of
from bench.storing import copy_case
from bench.town import BenchTown, case_in_review
from cases.models import CalendarChange, Case, Clock
from cases.services.calendarchanges import draft_change, publish_change, reckon_shifts
from cases.services.redating import redate_clocks
from core import clock
from core.models import DayKind
from core.outbox import drain
from core.queries.calendar import forget_calendar, working_calendar
from core.services.calendar import DayEntry
from identity.actors import SYSTEM, Actor
from tests import world
from tests.client import signed_in

LIVES, LOOKS = 60, 30
HOST = {"host": "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Figures:
    """Lives a second; milliseconds of the pages, half of the looks being faster."""

    stored: int
    lives: float
    inbox: float
    desk: float
    search: float


def measure(town: BenchTown, sizes: tuple[int, int], open_cases: int) -> Iterator[str]:
    """Lines of the report: closed cases are stored up to each size, then so many open ones for the calendar."""
    people = {post: world.staff(post) for post in ("科室审查岗", "分管领导岗", "制证岗", "窗口受理岗")}
    done = live(town, people)
    found = []
    for size in sizes:
        copy_case(done, max(size - Case.objects.count(), 0))
        found.append(_figures(town, people, size))
    yield from _lines(*found)
    yield from _calendar(town, open_cases)


def _figures(town: BenchTown, people: dict[str, Actor], size: int) -> Figures:
    waiting = [case_in_review(town) for _place in range(30)]
    begun = time.perf_counter()
    for _life in range(LIVES):
        live(town, people)
    lives = LIVES / (time.perf_counter() - begun)
    reviewer, clerk = signed_in(people["科室审查岗"]), signed_in(people["窗口受理岗"])
    number = waiting[-1].receipt_no
    return Figures(
        **{"stored": size, "lives": lives, "inbox": _look(reviewer, "/desk/reviews/")},
        **{"desk": _look(clerk, "/desk/cases/"), "search": _look(clerk, f"/desk/cases/?q={number}")},
    )


def _look(client: Client, address: str) -> float:
    """Milliseconds of a page, as an ordinary member of staff, the middle of LOOKS."""
    if client.get(address, headers=HOST).status_code != 200:
        raise RuntimeError(f"{address} does not open")
    return statistics.median(_ms(lambda: client.get(address, headers=HOST)) for _look in range(LOOKS))


def _ms(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return (time.perf_counter() - begun) * 1000


def _lines(small: Figures, large: Figures) -> Iterator[str]:
    yield (
        f"whole life with {small.stored:,} stored cases {small.lives:.1f}/s, "
        f"with {large.stored:,} {large.lives:.1f}/s: {large.lives / small.lives:.2f} times"
    )
    for name in ("inbox", "desk", "search"):
        before, after = getattr(small, name), getattr(large, name)
        yield f"{name} page: {before:.0f} ms, then {after:.0f} ms ({after / before:.2f} times)"


def _calendar(town: BenchTown, open_cases: int) -> Iterator[str]:
    """A day off within every open limit: what listing and re-dating cost a clock."""
    copy_case(case_in_review(town), open_cases)
    day = working_calendar().add_working_days(clock.today(), 2)
    change = draft_change({day: DayEntry(DayKind.OFF, "bench")}, notice="bench", by=world.staff("法制审查岗"))
    first = statements_of(lambda: reckon_shifts(change.pk, by=SYSTEM))
    listing = _until_done(lambda: reckon_shifts(change.pk, by=SYSTEM))
    change = publish_change(CalendarChange.objects.get(pk=change.pk), by=world.staff("法制审查岗"))
    forget_calendar()
    batch = statements_of(lambda: redate_clocks(change.version_id or 0, by=SYSTEM))
    redating = _until_done(lambda: redate_clocks(change.version_id or 0, by=SYSTEM))
    running = Clock.objects.filter(finished_at=None).count()
    drain(["bulk"])
    yield (
        f"calendar edit over {open_cases:,} open cases, {running:,} clocks, {change.moved:,} moved: listed in "
        f"{listing:.0f} s ({first} statements a batch), re-dated in {redating:.0f} s ({batch} statements a batch)"
    )


def _until_done(batch: Callable[[], bool]) -> float:
    begun = time.perf_counter()
    while batch():
        pass
    return time.perf_counter() - begun
