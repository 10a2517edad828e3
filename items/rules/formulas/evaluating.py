"""What a formula says about an application. Pure and exact: numbers are fractions, so that server and page agree to the
last digit (static/js/formulas.js follows this module line by line).

A value is None (nothing is known), a Fraction, a text, a truth, a date, or a tuple of texts. What cannot be worked out
– a division by zero, a text plus a number, a number beyond every use – is None and never an error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from items.rules.formulas.parsing import Tree

Value = None | Fraction | str | bool | date | tuple[str, ...]
Facts = Mapping[str, Any]

BIGGEST = 10**100
"""Numerators and denominators beyond it are worth nothing: chains of products stay small."""
MAX_TEXT, MAX_PLACES = 1000, 6


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is evaluated: the day, and how working days are counted (None where the calendar is silent)."""

    today: date
    working_days: Callable[[date, date], int | None] = lambda _after, _until: None


def value_of(tree: Tree, facts: Facts, moment: Moment, row: Facts | None = None) -> Value:
    """The value of a tree; `facts` and the cells of `row` are numbers (Decimal, int), texts, truths, dates or lists."""
    kind = tree[0]
    if kind == "number":
        return Fraction(tree[1])
    if kind in {"text", "truth"}:
        return tree[1]
    if kind == "fact":
        return plain(facts.get(tree[1]))
    if kind == "column":
        return plain((row or {}).get(tree[1]))
    if kind == "rows":
        return _rows(tree, facts, moment)
    name, parts = tree[1], tree[2:]
    if name in {"if", "and", "or"}:
        return _choice(name, parts, facts, moment, row)
    return _bounded(_CALLS[name](moment, *(value_of(part, facts, moment, row) for part in parts)))


def plain(fact: Any) -> Value:
    """A fact as a value; tables and other shapes are nothing to a formula."""
    if fact is None or isinstance(fact, bool | date | Fraction):
        return fact
    if isinstance(fact, int | Decimal):
        return _bounded(Fraction(fact))
    if isinstance(fact, str):
        return fact or None
    if isinstance(fact, Sequence) and all(isinstance(one, str) for one in fact):
        return tuple(fact) or None
    return None


def _bounded(value: Value) -> Value:
    if isinstance(value, Fraction) and (abs(value.numerator) > BIGGEST or value.denominator > BIGGEST):
        return None
    return value


def _choice(name: str, parts: Sequence[Tree], facts: Facts, moment: Moment, row: Facts | None) -> Value:
    """What need not look at all of its parts; only true counts as true."""
    first = value_of(parts[0], facts, moment, row) is True
    if name == "if":
        return value_of(parts[1] if first else parts[2], facts, moment, row)
    if name == "and":
        return first and value_of(parts[1], facts, moment, row) is True
    return first or value_of(parts[1], facts, moment, row) is True


def _rows(tree: Tree, facts: Facts, moment: Moment) -> Value:
    """A sum leaves out rows without a number; nothing adds up to zero."""
    rows = facts.get(tree[2])
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, Sequence) else []
    if tree[3] is None:
        return Fraction(len(found))
    values = [value_of(tree[3], facts, moment, row) for row in found]
    if tree[1] == "count":
        return Fraction(sum(value is True for value in values))
    total: Value = Fraction(0)
    for value in values:
        if isinstance(value, Fraction) and isinstance(total, Fraction):
            total = _bounded(total + value)
    return total


def _add(_moment: Moment, left: Value, right: Value) -> Value:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left + right
    if isinstance(left, str) and isinstance(right, str):
        return (left + right)[:MAX_TEXT]
    return _shifted(left, right, 1)


def _subtract(_moment: Moment, left: Value, right: Value) -> Value:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left - right
    if isinstance(left, date) and isinstance(right, date):
        return Fraction((left - right).days)
    return _shifted(left, right, -1)


def _shifted(day: Value, days: Value, sign: int) -> Value:
    """A day so many whole days later or earlier, within the years people write with four digits."""
    if not (isinstance(day, date) and isinstance(days, Fraction) and days.denominator == 1):
        return None
    ordinal = day.toordinal() + sign * int(days)
    first, last = date(1000, 1, 1).toordinal(), date.max.toordinal()
    return date.fromordinal(ordinal) if first <= ordinal <= last else None


def _multiply(_moment: Moment, left: Value, right: Value) -> Value:
    return left * right if isinstance(left, Fraction) and isinstance(right, Fraction) else None


def _divide(_moment: Moment, left: Value, right: Value) -> Value:
    return left / right if isinstance(left, Fraction) and isinstance(right, Fraction) and right else None


def _negative(_moment: Moment, value: Value) -> Value:
    return -value if isinstance(value, Fraction) else None


def _equal(_moment: Moment, left: Value, right: Value) -> Value:
    return left is not None and type(left) is type(right) and left == right


def _unequal(moment: Moment, left: Value, right: Value) -> Value:
    return left is not None and right is not None and not _equal(moment, left, right)


def _less(_moment: Moment, left: Value, right: Value) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left < right
    return isinstance(left, date) and isinstance(right, date) and left < right


def _at_most(moment: Moment, left: Value, right: Value) -> bool:
    orderable = isinstance(left, Fraction | date)
    return _less(moment, left, right) or (orderable and _equal(moment, left, right) is True)


def _rounded(_moment: Moment, value: Value, places: Value = Fraction(0)) -> Value:
    if not (isinstance(value, Fraction) and isinstance(places, Fraction)) or places not in range(MAX_PLACES + 1):
        return None
    return rounded(value, int(places))


def rounded(value: Fraction, places: int) -> Fraction:
    """Half a unit goes away from zero, as in school and in law."""
    scale = 10**places
    whole = (abs(value) * scale * 2 + 1) // 2
    return Fraction(whole, scale) * (-1 if value < 0 else 1)


def _floor(_moment: Moment, value: Value) -> Value:
    return Fraction(value.__floor__()) if isinstance(value, Fraction) else None


def _ceil(_moment: Moment, value: Value) -> Value:
    return Fraction(value.__ceil__()) if isinstance(value, Fraction) else None


def _abs(_moment: Moment, value: Value) -> Value:
    return abs(value) if isinstance(value, Fraction) else None


def _least(moment: Moment, *values: Value) -> Value:
    return _best(values, lambda one, other: _less(moment, one, other))


def _greatest(moment: Moment, *values: Value) -> Value:
    return _best(values, lambda one, other: _less(moment, other, one))


def _best(values: Sequence[Value], better: Callable[[Value, Value], bool]) -> Value:
    """The best of what is known, if all of it is numbers or all of it days."""
    known = [value for value in values if value is not None]
    if not known or not (all(isinstance(v, Fraction) for v in known) or all(isinstance(v, date) for v in known)):
        return None
    best = known[0]
    for value in known[1:]:
        best = value if better(value, best) else best
    return best


def _age(moment: Moment, born: Value, on: Value = False) -> Value:
    """Full years of life; who was born on 29 February is a year older on 1 March."""
    day = moment.today if on is False else on
    if not (isinstance(born, date) and isinstance(day, date)) or day < born:
        return None
    return Fraction(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def _days(moment: Moment, first: Value, last: Value) -> Value:
    return _subtract(moment, last, first) if isinstance(first, date) and isinstance(last, date) else None


def _working_days(moment: Moment, first: Value, last: Value) -> Value:
    if not (isinstance(first, date) and isinstance(last, date)):
        return None
    days = moment.working_days(first, last)
    return None if days is None else Fraction(days)


def _has(_moment: Moment, chosen: Value, option: Value) -> Value:
    return isinstance(chosen, tuple) and option in chosen


_CALLS: dict[str, Callable[..., Value]] = {
    **{"+": _add, "-": _subtract, "*": _multiply, "/": _divide, "neg": _negative, "=": _equal, "<>": _unequal},
    **{"<": _less, ">": lambda moment, left, right: _less(moment, right, left), "<=": _at_most},
    **{
        ">=": lambda moment, left, right: _at_most(moment, right, left),
        "not": lambda _moment, value: value is not True,
    },
    **{"round": _rounded, "floor": _floor, "ceil": _ceil, "abs": _abs, "min": _least, "max": _greatest, "age": _age},
    **{"days": _days, "workdays": _working_days, "today": lambda moment: moment.today, "has": _has},
    "given": lambda _moment, value: value is not None,
}
