"""Counts of the catalogue equal a count by hand, cost one statement, and show nobody another body's (H28, H34)."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from items.models import ItemVersion
from items.services.suspending import suspend_version
from items.statistics.asked import Asked, versions_in_sight
from items.statistics.counts import Counts, counts_of_items
from tests import world
from tests.items.test_drafts import ADMIN, PUBLISHER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]


def town() -> list[ItemVersion]:
    found = [
        world.item(visits=0),
        world.item(visits=1, type="07"),
        world.item(visits=3, audience=["自然人"], online_depth=[]),
        world.item("住建局", kind="instant", promised=None, visits=2),
    ]
    suspend_version(found[1], reason="法律修改", by=world.staff(PUBLISHER))
    return found


def counted(asked: dict[str, str] | None = None, key: str = "市监局", post: str = PUBLISHER) -> Counts:
    return counts_of_items(Asked.of(asked or {}).narrowed(versions_in_sight(world.staff(post, key))))


def test_the_cross_table_equals_a_count_by_hand() -> None:
    """H34."""
    versions = town()
    by_hand = Counter((one.item.department_id, one.item.entry.type) for one in versions)
    found = counted()
    assert found.cells == by_hand and found.total == len(versions)


def test_every_property_is_counted_once_and_lists_once_for_each_value() -> None:
    town()
    by = counted().by
    assert by["visits"] == {"0": 1, "1": 1, "2": 2}
    assert by["kind"] == {"promised": 3, "instant": 1}
    assert by["state"] == {"published": 3, "suspended": 1}
    assert by["level"] == {"4": 4} and by["place"] == {"county": 4}
    assert by["audience"] == {"自然人": 4, "企业法人": 3}
    assert by["depth"] == {"consult": 3, "accept": 3, "handle": 3, "result": 3, "none": 1}


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({"type": "07"}, 1),
        ({"state": "suspended"}, 1),
        ({"level": "4"}, 4),
        ({"level": "5"}, 0),
        ({"visits": "2"}, 2),
        ({"audience": "企业法人"}, 3),
        ({"depth": "none"}, 1),
        ({"kind": "instant"}, 1),
        ({"place": "town"}, 0),
        ({"department": "0"}, 0),
        ({"type": "99", "department": "x"}, 4),
    ],
)
def test_words_of_the_address_narrow_and_unknown_ones_ask_nothing(asked: dict[str, str], total: int) -> None:
    town()
    assert counted(asked).total == total


def test_an_administrator_counts_his_own_body_only() -> None:
    town()
    assert counted(post=ADMIN).total == 3
    assert counted(key="住建局", post=ADMIN).total == 1
    assert counted(post="窗口受理岗").total == 0


def test_counting_costs_one_statement_however_many_items() -> None:
    town()
    versions = versions_in_sight(world.staff(PUBLISHER))
    with CaptureQueriesContext(connection) as few:
        counts_of_items(versions)
    for _more in range(5):
        world.item("住建局")
    with CaptureQueriesContext(connection) as many:
        counts_of_items(versions)
    assert len(many) == len(few) == 1
