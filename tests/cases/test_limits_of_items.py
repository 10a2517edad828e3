"""Limits that special laws set for single kinds of items (2.5): what the item says is what the clock keeps."""

from collections.abc import Iterator
from datetime import date

import pytest

from cases.models import ClockKind
from cases.services.decisions import extend_decision
from core.clock import SimulatedClock, running_at
from tests import world
from tests.cases.walks import accepted, at, last_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture(autouse=True)
def time() -> Iterator[SimulatedClock]:
    """Friday 14 November 2025, ten in the morning."""
    with running_at(SimulatedClock(at(2025, 11, 14))) as clock:
        yield clock


@pytest.mark.parametrize(
    ("rule", "days", "unit", "last"),
    [
        ("T-13 company registration", 3, "working", date(2025, 11, 19)),
        ("T-14 real-estate registration", 30, "working", date(2025, 12, 26)),
        ("T-15 construction permit", 7, "working", date(2025, 11, 25)),
        ("T-16 environmental report", 60, "natural", date(2026, 1, 13)),
        ("T-16 environmental form, ends on a Sunday", 30, "natural", date(2025, 12, 15)),
        ("T-17 enterprise project", 20, "working", date(2025, 12, 12)),
        ("T-19 fire safety check", 10, "working", date(2025, 11, 28)),
    ],
)
def test_a_special_limit_ends_where_its_law_says(rule: str, days: int, unit: str, last: date) -> None:
    limit = {"days": days, "unit": unit}
    case = accepted(statutory=limit, promised=limit)
    assert last_day(case, ClockKind.STATUTORY) == last, rule


def test_t13_a_registration_is_extended_by_three_days_with_approval() -> None:
    limit = {"days": 3, "unit": "working"}
    case = accepted(statutory=limit, promised=limit)
    extend_decision(case, days=3, reason="申请材料需要进一步核实", by=world.staff("分管领导岗"))
    assert last_day(case, ClockKind.STATUTORY) == date(2025, 11, 24)
