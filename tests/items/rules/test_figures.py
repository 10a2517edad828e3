"""Limits of different units, cross tables, savings: sums are exact, nothing is divided by nothing (T-01, H34, H105)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from items.models import TimeUnit
from items.rules.crosstables import cross_table
from items.rules.limits import PARTS_OF, parts, working_days
from items.rules.quality import fresh_since, share
from items.rules.sampling import drawn, size_of_share
from items.rules.savings import Saving, total

UNITS = st.sampled_from(list(PARTS_OF))
AMOUNTS = st.integers(0, 2000)
FIGURES = st.fractions(min_value=0, max_value=10_000, max_denominator=168)
SAVINGS = st.builds(Saving, st.integers(0, 500), FIGURES, FIGURES)


def test_every_unit_of_a_limit_has_its_part_of_a_working_day() -> None:
    assert set(PARTS_OF) == set(TimeUnit.values)


@pytest.mark.parametrize(
    ("amount", "unit", "days"),
    [
        (5, "WD", 5),
        (7, "ND", 5),
        (30, "ND", Fraction(150, 7)),
        (8, "WH", 1),
        (24, "NH", Fraction(5, 7)),
        (None, "WD", 0),
    ],
)
def test_a_week_has_five_working_days_and_a_working_day_eight_hours(
    amount: int | None, unit: str, days: Fraction
) -> None:
    """T-01."""
    assert working_days(parts(amount, unit)) == days


@given(st.lists(st.tuples(AMOUNTS, UNITS)))
def test_the_sum_of_parts_is_the_sum_of_working_days(limits: list[tuple[int, str]]) -> None:
    assert working_days(sum(parts(*one) for one in limits)) == sum(
        (working_days(parts(*one)) for one in limits), Fraction(0)
    )


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.sampled_from("abc")), st.integers(1, 99)))
def test_the_totals_of_a_cross_table_are_the_sums_of_its_rows_and_of_its_columns(
    counted: dict[tuple[int, str], int],
) -> None:
    """H34."""
    table = cross_table(counted, range(6), "abc")
    for row in table.rows:
        assert table.of_row[row] == sum(table.cells.get((row, column), 0) for column in table.columns) > 0
    for column in table.columns:
        assert table.of_column[column] == sum(table.cells.get((row, column), 0) for row in table.rows) > 0
    assert table.total == sum(counted.values())
    assert table.total == sum(table.of_row[row] for row in table.rows) == sum(table.of_column[c] for c in table.columns)


@given(SAVINGS)
def test_a_saving_never_divides_by_nothing(saving: Saving) -> None:
    """H105."""
    assert saving.saved == saving.before - saving.after
    assert (saving.percent is None) == (saving.before == 0)
    assert (saving.average_before is None) == (saving.average_after is None) == (saving.items == 0)


@given(st.lists(SAVINGS))
def test_departments_together_are_the_hall(savings: list[Saving]) -> None:
    hall = total(savings)
    assert hall.items == sum(one.items for one in savings)
    assert hall.saved == sum((one.saved for one in savings), Fraction(0))


def test_a_limit_that_grew_saves_less_than_nothing() -> None:
    assert Saving(1, Fraction(10), Fraction(15)).percent == -50


@given(st.sets(st.integers(1, 10_000)), st.integers(0, 60), st.integers(0, 2**31))
def test_a_sample_is_the_same_for_whoever_draws_it_again_in_whatever_order(
    keys: set[int], size: int, seed: int
) -> None:
    """I-16."""
    found = drawn(sorted(keys), size, seed)
    assert found == drawn(sorted(keys, reverse=True), size, seed)
    assert len(set(found)) == len(found) == min(size, len(keys)) and set(found) <= keys


def test_chance_decides_which_items_are_drawn() -> None:
    samples = {tuple(drawn(range(100), 5, seed)) for seed in range(50)}
    assert len(samples) == 50


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_a_share_is_at_least_one_item_and_never_more_than_all(population: int, percent: int) -> None:
    size = size_of_share(population, percent)
    assert (size == 0) == (population == 0) and size <= population and 100 * size >= population * percent


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 3, 2), 12, date(2025, 3, 2)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 1, 15), 2, date(2025, 11, 15)),
    ],
)
def test_the_period_of_a_review_ends_on_the_same_day_or_the_last_of_its_month(
    today: date, months: int, first: date
) -> None:
    """I-16."""
    assert fresh_since(today, months) == first


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_longer_period_never_makes_more_items_overdue(today: date, months: int) -> None:
    assert fresh_since(today, months + 1) <= fresh_since(today, months) < today


def test_a_share_of_nothing_is_none() -> None:
    assert share(0, 0) is None and share(1, 4) == 25
