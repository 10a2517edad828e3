"""The formula language: read safely, worked out exactly, never failing on what people type."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from items.rules.formulas import FormulaError, Moment, facts_in, needs_server, read, tables_in, value_of

TODAY = Moment(date(2025, 11, 28), lambda after, until: (until - after).days * 5 // 7)
FACTS: dict[str, Any] = {
    **{"answer.area": Decimal("12.5"), "answer.count": 3, "answer.born": date(2004, 2, 29), "answer.online": True},
    "answer.goods": [{"price": Decimal("1.10"), "count": 3}, {"price": Decimal("2"), "count": None}],
    **{"answer.kinds": ["a", "b"], "answer.name": "林晓", "applicant.kind": "person"},
}


def worth(formula: str) -> Any:
    return value_of(read(formula), FACTS, TODAY)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3", Fraction(7)),
        ("(1 + 2) * 3", Fraction(9)),
        ("10 - 2 - 3", Fraction(5)),
        ("-area * 2", Fraction(-25)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("round(2 / 3, 2)", Fraction(67, 100)),
        ("round(-2.5)", Fraction(-3)),
        ("floor(-2.5) + ceil(2.1)", Fraction(0)),
        ("min(area, count, missing)", Fraction(3)),
        ("max(born, today())", date(2025, 11, 28)),
        ("sum(goods.price * goods.count)", Fraction(33, 10)),
        ("sum(goods.price)", Fraction(31, 10)),
        ("count(goods)", Fraction(2)),
        ("count(goods.price > 1.5)", Fraction(1)),
        ("sum(nothing.price)", Fraction(0)),
        ("age(born)", Fraction(21)),
        ("age(born, born + 364)", Fraction(0)),
        ("days(born, born + 2)", Fraction(2)),
        ("today() - born", Fraction(7943)),
        ("workdays(today(), today() + 7)", Fraction(5)),
        ('if(online and applicant.kind = "person", name + "！", "")', "林晓！"),
        ('has(kinds, "b") and not(has(kinds, "c"))', True),
        ("given(missing)", False),
        ("count <> 3 or area >= 12.5", True),
        ("online = true", True),
    ],
)
def test_a_formula_is_worth_what_a_person_would_work_out(formula: str, value: Any) -> None:
    assert worth(formula) == value


@pytest.mark.parametrize(
    "formula", ["1 / 0", "area + name", "missing * 2", "name - 1", "born + 0.5", "age(today() + 1)"]
)
def test_what_cannot_be_worked_out_is_nothing(formula: str) -> None:
    assert worth(formula) is None


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("", "unexpected"),
        ("1 +", "unexpected"),
        ("(1", "unexpected"),
        ("area area", "unexpected"),
        ("area.__class__", "column_alone"),
        ("__import__('os')", "unreadable"),
        ("eval(area)", "unknown_function"),
        ("if(online, 1)", "arity"),
        ("sum(area)", "columns"),
        ("sum(goods.price * others.price)", "columns"),
        ("goods.price", "column_alone"),
        ("(" * 13 + "1" + ")" * 13, "too_deep"),
        ("-" * 20 + "1", "too_deep"),
        ("1" + "+1" * 250, "too_long"),
        ("a ** b", "unexpected"),
        ("a; b", "unreadable"),
        ("[1]", "unreadable"),
    ],
)
def test_everything_else_is_refused_with_its_reason(formula: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        read(formula)
    assert refused.value.code == code


def test_numbers_never_grow_beyond_use() -> None:
    huge = "999999999999999" + "*999999999999999" * 20
    assert worth(huge) is None


def test_a_formula_says_what_it_asks_for() -> None:
    tree = read("sum(goods.price * rate) + count(staff) + workdays(born, today())")
    assert facts_in(tree) == {"answer.goods", "answer.rate", "answer.staff", "answer.born"}
    assert tables_in(tree) == {("answer.goods", "price"), ("answer.staff", "")}
    assert needs_server(tree)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        tree = read(text)
    except FormulaError:
        return
    value_of(tree, FACTS, TODAY)


NUMBERS = st.decimals(min_value=-(10**6), max_value=10**6, places=2, allow_nan=False)


@given(NUMBERS, NUMBERS)
def test_arithmetic_is_exact(one: Decimal, other: Decimal) -> None:
    facts = {"answer.a": one, "answer.b": other}
    assert value_of(read("a * b + a - b"), facts, TODAY) == Fraction(one) * Fraction(other) + Fraction(one) - Fraction(
        other
    )
