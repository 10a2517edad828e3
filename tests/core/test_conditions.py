"""Conditions hold or do not hold; they never raise for what was published."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.conditions import MAX_DEPTH, OPERATORS, FactType, holds, problems

DECLARED = {
    "mode": FactType.TEXT,
    "area": FactType.NUMBER,
    "pledge": FactType.BOOLEAN,
    "built_on": FactType.DATE,
    "themes": FactType.LIST,
}
VALUES = {
    "mode": st.text(max_size=5),
    "area": st.integers(-10, 10) | st.decimals(-10, 10, places=2) | st.floats(-10, 10),
    "pledge": st.booleans(),
    "built_on": st.dates() | st.dates().map(date.isoformat),
    "themes": st.lists(st.sampled_from("abc"), max_size=3),
}
LITERALS = {
    "mode": st.text(max_size=5),
    "area": st.integers(-10, 10) | st.floats(-10, 10),
    "pledge": st.booleans(),
    "built_on": st.dates().map(date.isoformat),
    "themes": st.sampled_from("abc"),
}


@st.composite
def comparisons(draw):
    fact = draw(st.sampled_from(sorted(DECLARED)))
    op = draw(st.sampled_from(sorted(op for op in OPERATORS if not problems(sample(fact, op), DECLARED))))
    literal = LITERALS[fact]
    return {"fact": fact, "op": op, "value": draw(st.lists(literal, min_size=1, max_size=3) if op == "in" else literal)}


def sample(fact, op):
    literal = {"mode": "x", "area": 1, "pledge": True, "built_on": "2025-03-03", "themes": "a"}[fact]
    return {"fact": fact, "op": op, "value": [literal] if op == "in" else literal}


def conditions():
    return st.recursive(
        comparisons(),
        lambda inner: (
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3))
            | st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3))
            | st.builds(lambda part: {"not": part}, inner)
        ),
        max_leaves=6,
    )


def facts():
    return st.fixed_dictionaries({}, optional=VALUES)


@given(conditions(), facts())
def test_a_published_condition_never_raises(condition, known):
    assert holds(condition, known) in (True, False)


@given(conditions(), facts())
def test_not_not_changes_nothing(condition, known):
    assert holds({"not": {"not": condition}}, known) == holds(condition, known)


@given(conditions(), conditions(), facts())
def test_de_morgan_holds(one, other, known):
    neither = {"not": {"any": [one, other]}}
    assert holds(neither, known) == holds({"all": [{"not": one}, {"not": other}]}, known)


@given(facts())
def test_no_condition_always_holds(known):
    assert holds(None, known)


@pytest.mark.parametrize("op", sorted(OPERATORS))
def test_a_comparison_with_a_missing_fact_is_false_and_its_negation_true(op):
    comparison = {"fact": "mode", "op": op, "value": ["x"] if op == "in" else "x"}
    assert not holds(comparison, {})
    assert not holds(comparison, {"mode": None})
    assert holds({"not": comparison}, {})


@pytest.mark.parametrize(
    ("fact", "op", "value", "expected"),
    [
        ("餐饮服务", "eq", "餐饮服务", True),
        ("餐饮服务", "ne", "食品销售", True),
        ("餐饮服务", "in", ["食品销售", "餐饮服务"], True),
        ("餐饮服务", "contains", "餐饮", True),
        (120, "gt", 100, True),
        (100, "gt", 100, False),
        (100, "ge", 100, True),
        (Decimal("99.5"), "lt", 99.6, True),
        (0.1, "eq", 0.1, True),
        ("120.5", "gt", 100, True),
        ("9", "lt", 10, True),
        ("NaN", "eq", 1, False),
        ("many", "gt", 100, False),
        (True, "eq", True, True),
        (True, "eq", 1, False),
        (1, "eq", True, False),
        (date(2025, 3, 3), "lt", "2025-03-04", True),
        ("2025-03-03", "ge", "2025-03-04", False),
        (["a", "b"], "contains", "a", True),
        (["a", "b"], "contains", "c", False),
        ("text", "lt", 5, False),
    ],
)
def test_comparisons(fact, op, value, expected):
    assert holds({"fact": "f", "op": op, "value": value}, {"f": fact}) is expected


@given(conditions())
def test_well_formed_conditions_have_no_problems(condition):
    assert all("nested" in problem for problem in problems(condition, DECLARED))


@pytest.mark.parametrize(
    "condition",
    [
        {},
        [],
        "mode",
        {"fact": "mode", "op": "eq"},
        {"fact": "unknown", "op": "eq", "value": 1},
        {"fact": "mode", "op": "like", "value": "x"},
        {"fact": "mode", "op": "lt", "value": "x"},
        {"fact": "area", "op": "eq", "value": "12"},
        {"fact": "area", "op": "in", "value": []},
        {"fact": "area", "op": "in", "value": 3},
        {"fact": "pledge", "op": "eq", "value": 1},
        {"fact": "built_on", "op": "lt", "value": "03.03.2025"},
        {"fact": "themes", "op": "contains", "value": None},
        {"fact": ["mode"], "op": "eq", "value": "x"},
        {"fact": "mode", "op": ["eq"], "value": "x"},
        {"all": []},
        {"all": {"fact": "mode", "op": "eq", "value": "x"}},
        {"all": [{"any": [{}]}]},
        {"not": []},
        {"all": [], "any": []},
    ],
)
def test_a_malformed_condition_may_not_be_published(condition):
    assert problems(condition, DECLARED)


def test_deep_nesting_is_refused():
    condition = sample("mode", "eq")
    for _ in range(MAX_DEPTH):
        condition = {"not": condition}
    assert problems(condition, DECLARED)
    assert not problems(condition["not"], DECLARED)
