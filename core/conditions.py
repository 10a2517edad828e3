"""Conditions written as JSON by administrators: who reviews, which material is needed, which stage is skipped.

A condition is {"fact": name, "op": operator, "value": value}, {"all": [...]}, {"any": [...]} or {"not": {...}}; None
always holds. Facts are plain values by name. Pure: evaluating needs nothing but the facts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from operator import ge, gt, le, lt
from typing import Any

from django.utils.translation import gettext_lazy

Condition = Mapping[str, Any]
Facts = Mapping[str, Any]

MAX_DEPTH = 8


class FactType(StrEnum):
    """What a declared fact holds. Dates are compared as dates, given as date or as ISO text."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    LIST = "list"


_ORDER: dict[str, Callable[[Any, Any], bool]] = {"lt": lt, "le": le, "gt": gt, "ge": ge}
_OPERATORS: dict[FactType, frozenset[str]] = {
    FactType.TEXT: frozenset({"eq", "ne", "in", "contains"}),
    FactType.NUMBER: frozenset({"eq", "ne", "in", *_ORDER}),
    FactType.BOOLEAN: frozenset({"eq", "ne"}),
    FactType.DATE: frozenset({"eq", "ne", "in", *_ORDER}),
    FactType.LIST: frozenset({"contains"}),
}
OPERATORS = frozenset().union(*_OPERATORS.values())


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Whether `condition` is true of `facts`.

    A comparison with a fact that is missing or None is false, whatever the operator (also "ne"); so is one between
    values that cannot be compared. "not" turns such a false into true.
    """
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(part, facts) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, facts) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], facts)
    return _compare(condition["op"], facts.get(condition["fact"]), condition["value"])


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """One reason why a condition may not be published; `fact` is the fact it is about, empty for its shape."""

    code: str
    fact: str = ""
    op: str = ""


SENTENCES = {
    "too_deep": gettext_lazy("The condition is nested too deeply."),
    "shape": gettext_lazy("A condition is an object with fact, op and value, or with all, any or not."),
    "empty_group": gettext_lazy("A group of conditions needs at least one condition."),
    "unknown_fact": gettext_lazy("“%(fact)s” is not a known fact."),
    "operator": gettext_lazy("“%(fact)s” cannot be compared with “%(op)s”."),
    "value": gettext_lazy("The value compared with “%(fact)s” has the wrong type."),
}
"""By the codes of ConditionProblem."""


def problems(condition: Condition | None, declared_facts: Mapping[str, FactType | str]) -> list[str]:
    """Why `condition` may not be published, in sentences, given the types of the declared facts; empty when it may."""
    found = condition_problems(condition, declared_facts)
    return [str(SENTENCES[one.code]) % {"fact": one.fact, "op": one.op} for one in found]


def condition_problems(
    condition: Condition | None, declared_facts: Mapping[str, FactType | str]
) -> list[ConditionProblem]:
    """The same by codes."""
    return [] if condition is None else _problems(condition, declared_facts, 1)


def _compare(op: str, fact: Any, value: Any) -> bool:
    if fact is None:
        return False
    if op == "in":
        return any(_compare("eq", fact, one) for one in value)
    if op == "contains":
        return _contains(fact, value)
    left, right = _alike(fact, value)
    if op in _ORDER:
        return type(left) is type(right) and not isinstance(left, bool) and _ORDER[op](left, right)
    equal = type(left) is type(right) and left == right
    return equal if op == "eq" else not equal


def _contains(fact: Any, value: Any) -> bool:
    if isinstance(fact, str):
        return isinstance(value, str) and value in fact
    return isinstance(fact, Sequence | set | frozenset) and any(_compare("eq", one, value) for one in fact)


def _alike(fact: Any, value: Any) -> tuple[Any, Any]:
    """Both sides in comparable form: numbers as Decimal (also a number written as text), dates as ISO text."""
    fact, value = _plain(fact), _plain(value)
    if isinstance(fact, Decimal) and isinstance(value, str):
        return fact, _number(value)
    if isinstance(value, Decimal) and isinstance(fact, str):
        return _number(fact), value
    return fact, value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _number(str(value))
    return value


def _number(text: str) -> Decimal | str:
    """The finite number `text` spells, else `text` itself."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def _problems(condition: Any, declared: Mapping[str, FactType | str], depth: int) -> list[ConditionProblem]:
    if depth > MAX_DEPTH:
        return [ConditionProblem("too_deep")]
    if not isinstance(condition, Mapping):
        return [ConditionProblem("shape")]
    keys = set(condition)
    if keys == {"not"}:
        return _problems(condition["not"], declared, depth + 1)
    if keys in ({"all"}, {"any"}):
        return _group_problems(condition, declared, depth)
    if keys == {"fact", "op", "value"}:
        return _comparison_problems(condition, declared)
    return [ConditionProblem("shape")]


def _group_problems(condition: Condition, declared: Mapping[str, FactType | str], depth: int) -> list[ConditionProblem]:
    (parts,) = condition.values()
    if not isinstance(parts, list) or not parts:
        return [ConditionProblem("empty_group")]
    return [problem for part in parts for problem in _problems(part, declared, depth + 1)]


def _comparison_problems(condition: Condition, declared: Mapping[str, FactType | str]) -> list[ConditionProblem]:
    fact, op, value = condition["fact"], condition["op"], condition["value"]
    if not isinstance(fact, str) or fact not in declared:
        return [ConditionProblem("unknown_fact", str(fact))]
    kind = FactType(declared[fact])
    if not isinstance(op, str) or op not in _OPERATORS[kind]:
        return [ConditionProblem("operator", fact, str(op))]
    if op == "in":
        fits = isinstance(value, list) and bool(value) and all(_fits(kind, one) for one in value)
    else:
        fits = isinstance(value, str | int) if kind is FactType.LIST else _fits(kind, value)
    return [] if fits else [ConditionProblem("value", fact)]


def _fits(kind: FactType, value: Any) -> bool:
    if kind is FactType.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is FactType.BOOLEAN:
        return isinstance(value, bool)
    return isinstance(value, str) and (kind is FactType.TEXT or _is_date(value))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
