"""The hottest reads and claims find their rows by an index in tables as full as a city's: buffers counted, not time.

One town is filled and every deed looked at in it; nothing of it stays.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.queries.paging import page_of
from cases.queries.search import search_cases
from cases.queries.visibility import of_own_body, visible_to
from cases.services.progress import open_progress
from cases.services.sweeping import sweep_clocks
from cases.views.clerk import TABS
from core.clock import SimulatedClock, running_at
from core.outbox import claim, due_queues
from core.queries.calendar import forget_calendar
from core.refusal import Refusal
from core.services.calendar import seed_calendar
from hall_devices.services.calling import call_next
from identity.actors import SYSTEM
from items.frozen import forget_frozen
from items.queries import search_versions
from linkage.queries import open_reviews
from supervision.queries import clocks_after, clocks_in_time, late_clocks, running_clocks
from supervision.queries import visible_to as alarms_visible_to
from tests.architecture.crowded_town import CrowdedTown
from tests.cases.walks import at

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plans")]

GROWING = {"cases_case", "linkage_review", "core_event", "core_delivery", "cases_clock", "hall_devices_ticket"}
"""Tables of millions of rows: reading one of them whole is never right."""
Deed = Callable[[CrowdedTown], object]


@dataclass(frozen=True)
class Plan:
    """How PostgreSQL went about one statement: shared buffers it touched, and growing tables it read whole."""

    sql: str
    buffers: int
    whole: list[str]


def desk(tab: str) -> Deed:
    return lambda town: page_of(of_own_body(town.clerk).filter(state__in=TABS[tab]), {}, size=15)


def searched(word: Callable[[CrowdedTown], str]) -> Deed:
    return lambda town: page_of(search_cases(visible_to(town.clerk), word(town)), {}, size=15)


def of_clerk(column: str) -> Callable[[CrowdedTown], str]:
    """This column of a closed case of the clerk's body."""
    return lambda town: str(getattr(town.closed, column))


def wrong_code(case: Case) -> None:
    with suppress(Refusal):
        open_progress(case.receipt_no or "", "000000")


HOT: dict[str, tuple[Deed, int]] = {
    "work list": (lambda town: list(open_reviews(town.reviewer)[:21]), 350),
    "desk, to accept": (desk("todo"), 30),
    "desk, in review": (desk("running"), 90),
    "desk, finished": (desk("done"), 90),
    "space": (lambda town: page_of(visible_to(town.owner), {}, size=10), 20),
    "supervision": (lambda town: list(running_clocks(town.supervisor)[:21]), 130),
    "supervision, page two": (
        lambda town: list(clocks_after(running_clocks(town.supervisor), running_clocks(town.supervisor)[20])[:21]),
        130,
    ),
    "supervision, late": (lambda town: list(late_clocks(running_clocks(town.supervisor))[:21]), 130),
    "supervision, in time": (lambda town: list(clocks_in_time(running_clocks(town.supervisor))[:21]), 130),
    "alarms": (lambda town: list(alarms_visible_to(town.supervisor).order_by("-raised_at", "-pk")[:21]), 40),
    "claim": (lambda town: claim("interactive"), 220),
    "due queues": (lambda town: due_queues(), 250),
    "idle sweep": (lambda town: sweep_clocks(), 20),
    "progress by number": (lambda town: wrong_code(town.closed), 100),
    "search, receipt number": (searched(of_clerk("receipt_no")), 60),
    "search, case number": (searched(of_clerk("case_no")), 60),
    "search, identity number": (searched(lambda town: town.findable_by("320582199003070011", "party.code")), 60),
    "search, credit code": (searched(lambda town: town.findable_by("91320582MA1XXXXX0X", "party.code")), 60),
    "search, phone": (searched(lambda town: town.findable_by("13900001234", "case.phone")), 150),
    "search, name": (searched(of_clerk("applicant_name")), 60),
    "catalogue": (lambda town: search_versions("食品"), 60),
    "call": (lambda town: call_next(town.window, seen=None, by=town.clerk), 100),
}
"""Deeds with the most shared buffers one of their statements may touch.

A write that finds its page full moves the row and writes every index of the table: some sixty buffers for a case.
"""


@pytest.fixture(scope="module")
def plans(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, list[Plan]]]:
    monday = SimulatedClock(at(2026, 3, 2))
    with django_db_blocker.unblock(), running_at(monday), transaction.atomic():
        seed_calendar(range(2024, 2027), by=SYSTEM)
        town = CrowdedTown()
        found = {name: plans_of(deed, town) for name, (deed, _ceiling) in HOT.items()}
        transaction.set_rollback(True)
    forget_calendar()
    forget_frozen()
    cache.clear()
    yield found


def plans_of(deed: Deed, town: CrowdedTown) -> list[Plan]:
    """The plans of everything the deed asked; what it changed is undone, and so is what explaining it changes."""
    deed(town)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            deed(town)
        transaction.set_rollback(True)
    asked = (query["sql"].strip() for query in captured)
    return [explained(sql) for sql in asked if sql.startswith(("SELECT", "UPDATE", "WITH"))]


def explained(sql: str) -> Plan:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql.replace('%', '%%')}", ())
        found = cursor.fetchone()[0]
        transaction.set_rollback(True)
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return Plan(sql, plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], sorted(read_whole(plan)))


def read_whole(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING:
        yield node["Relation Name"]
    for inner in node.get("Plans", []):
        yield from read_whole(inner)


@pytest.mark.parametrize("name", HOT)
def test_no_hot_deed_reads_a_growing_table_whole(plans: dict[str, list[Plan]], name: str) -> None:
    assert [plan for plan in plans[name] if plan.whole] == []


def test_the_net_sees_a_table_that_is_read_whole(plans: dict[str, list[Plan]]) -> None:
    assert plans["catalogue"], "the town was filled"
    assert explained("SELECT count(*) FROM core_event WHERE actor_label = 'nobody'").whole == ["core_event"]


@pytest.mark.parametrize("name", HOT)
def test_a_hot_deed_touches_few_buffers(plans: dict[str, list[Plan]], name: str) -> None:
    assert plans[name], "it asked nothing"
    assert [plan for plan in plans[name] if plan.buffers > HOT[name][1]] == []
