"""Before and after: the measures of two versions of each item, summed by department (H105)."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.clock import SimulatedClock, running_at
from identity.actors import SYSTEM
from items.exporting import shape_of
from items.models import ItemVersion
from items.rules.savings import Saving
from items.services.importing import write_version
from items.services.publishing import publish_version
from items.statistics.asked import versions_in_sight
from items.statistics.changes import MEASURES, Span, changes_by_department, changes_by_item
from tests import world
from tests.cases.walks import at
from tests.items.test_drafts import PUBLISHER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]
FEE = {"name": "工本费", "standard": "每证", "amount_fen": 500, "basis": "价格〔2026〕1号", "kind": "fixed"}


def next_version(version: ItemVersion, **changes: object) -> ItemVersion:
    return publish_version(write_version(version.item, {**shape_of(version), **changes}), by=SYSTEM)


def simpler(version: ItemVersion) -> ItemVersion:
    """One stage, two days, one material, one visit and the fee less."""
    shape = shape_of(version)
    route = {**shape["routes"][0], "stages": shape["routes"][0]["stages"][1:]}
    less = {"promised_days": 3, "materials": shape["materials"][:1], "routes": [route], "visits": 1, "fees": []}
    return next_version(version, **less)


def test_each_measure_is_told_before_and_after_and_what_has_one_version_is_not_compared() -> None:
    old, alone = world.item(visits=2, fees=[FEE]), world.item("住建局")
    new = simpler(old)
    versions = versions_in_sight(world.staff(PUBLISHER))
    changed, single = changes_by_item(versions, Span())
    assert (changed.item_id, changed.before_id, changed.after_id) == (old.item_id, old.pk, new.pk)
    assert changed.before == {"stages": 3, "days": 5, "materials": 2, "visits": 2, "fee": 500}
    assert changed.after == {"stages": 2, "days": 3, "materials": 1, "visits": 1, "fee": 0}
    assert (single.before_id, single.after_id) == (None, alone.pk)
    assert set(single.before.values()) == {None}


def test_departments_sum_only_items_that_have_both_versions() -> None:
    old = world.item(visits=2, fees=[FEE])
    simpler(old)
    world.item()
    found = changes_by_department(versions_in_sight(world.staff(PUBLISHER)), Span())
    (changes,) = found.values()
    assert (changes.items, changes.compared) == (2, 1)
    assert changes.of["days"] == Saving(1, Fraction(5), Fraction(3))
    assert changes.of["fee"].percent == 100


def test_a_computed_fee_and_a_missing_promise_are_unknown_and_never_a_saving() -> None:
    old = world.item(fees=[{**FEE, "kind": "computed", "amount_fen": None}])
    next_version(old, fees=[FEE])
    (changes,) = changes_by_department(versions_in_sight(world.staff(PUBLISHER)), Span()).values()
    assert changes.of["fee"] == Saving() and changes.of["stages"].items == 1


def test_two_days_compare_the_versions_in_force_at_their_end() -> None:
    first = world.item()
    with running_at(SimulatedClock(at(2026, 3, 5))):
        second = next_version(first, promised_days=4)
    with running_at(SimulatedClock(at(2026, 3, 9))):
        third = next_version(second, promised_days=3)
        versions = versions_in_sight(world.staff(PUBLISHER))

        def pair(since: date | None, until: date | None) -> tuple[int | None, int]:
            (found,) = changes_by_item(versions, Span(since, until))
            return found.before_id, found.after_id

        assert pair(None, None) == (first.pk, third.pk)
        assert pair(date(2026, 3, 5), None) == (second.pk, third.pk)
        assert pair(date(2026, 3, 4), date(2026, 3, 8)) == (first.pk, second.pk)
        assert pair(date(2026, 3, 6), date(2026, 3, 8)) == (None, second.pk), "the same version twice is no comparison"
        assert pair(date(2026, 3, 1), None) == (None, third.pk), "before the first there was none"
        assert changes_by_item(versions, Span(None, date(2026, 3, 1))) == []


def test_one_statement_serves_one_item_and_many() -> None:
    simpler(world.item())
    versions = versions_in_sight(world.staff(PUBLISHER))
    for question in (changes_by_department, changes_by_item):
        with CaptureQueriesContext(connection) as asked:
            question(versions, Span())
        world.item()
        with CaptureQueriesContext(connection) as again:
            question(versions, Span())
        assert len(asked) == len(again) == 1
    assert set(MEASURES) == {"stages", "days", "materials", "visits", "fee"}
