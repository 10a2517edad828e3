"""Compression of limits: by law against promised, in working days, by department (T-01)."""

from fractions import Fraction

import pytest

from items.rules.savings import Saving, total
from items.statistics.asked import versions_in_sight
from items.statistics.limits import compression_by_department, saving_of, with_limits
from tests import world
from tests.items.test_drafts import PUBLISHER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]


def test_departments_sum_the_limits_of_their_items_in_working_days() -> None:
    world.item(statutory={"days": 20, "unit": "working"}, promised={"days": 5, "unit": "working"})
    world.item(statutory={"days": 28, "unit": "natural"}, promised={"days": 5, "unit": "working"})
    other = world.item("住建局", statutory={"days": 10, "unit": "working"}, kind="instant", promised=None)
    found = compression_by_department(versions_in_sight(world.staff(PUBLISHER)))
    assert found[other.item.department_id] == Saving(1, Fraction(10), Fraction(0))
    assert total(found.values()) == Saving(3, Fraction(50), Fraction(10))
    assert total(found.values()).percent == 80


def test_what_law_sets_no_limit_for_is_left_out() -> None:
    world.item(statutory=None)
    versions = versions_in_sight(world.staff(PUBLISHER))
    assert compression_by_department(versions) == {} and not with_limits(versions).exists()


def test_each_item_adds_up_to_its_department() -> None:
    for days in (3, 4, 5):
        world.item(promised={"days": days, "unit": "working"}, statutory={"days": 11, "unit": "natural"})
    versions = versions_in_sight(world.staff(PUBLISHER))
    (department,) = compression_by_department(versions).values()
    assert total(map(saving_of, with_limits(versions))) == department
