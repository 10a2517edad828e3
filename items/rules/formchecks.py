"""What must be true of a form before it may be published (I-15). Pure: works on the rows of an item file."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.conditions import Condition, FactType, condition_problems
from items.rules import patterns
from items.rules.answers import Fault, faults_of
from items.rules.forms import (
    FACT_TYPES,
    NUMBERS,
    CyclicForm,
    Row,
    normal_condition,
    order_of,
    parents_of,
)
from items.rules.formulas import FormulaError, Moment, Tree, facts_in, read, tables_in

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
COLUMN_TYPES = frozenset(
    {
        *("text", "textarea", "integer", "decimal", "percentage", "money", "date", "time", "choice", "boolean"),
        *("id_number", "phone", "email", "uscc", "address"),
    }
)
TYPES = COLUMN_TYPES | {"page", "group", "multichoice", "region", "map_point", "table", "file", "signature"}
COMPUTED_TYPES = frozenset({*NUMBERS, "date", "boolean", "text", "textarea", "choice", "address"})
PATTERN_TYPES = frozenset({"text", "textarea", "address"})
BESIDES = {"applicant.kind": FactType.TEXT, "handling": FactType.TEXT, "channel": FactType.TEXT}
"""Facts of every application besides its answers."""
PAIRS = (("min", "max"), ("min_length", "max_length"), ("min_rows", "max_rows"))
ANY_DAY = Moment(date(2025, 1, 1))
"""Limits that depend on the day are not judged here."""


@dataclass(frozen=True, slots=True)
class FormFinding:
    """One thing wrong with a form. `path` is where: `form.<n>` for the n-th row, counted from 1, and the attribute.
    items.formnotes has the sentence of each code, with `words` in its places."""

    code: str
    path: str
    words: Mapping[str, Any] = field(default_factory=dict)


def form_findings(
    rows: Sequence[Row], *, situations: Sequence[str] = (), is_source: Callable[[str], bool] = lambda _name: True
) -> list[FormFinding]:
    """Everything that hinders publishing a form, in its order; empty when nothing does.

    `situations` are the kinds of the item's situation questions (several answers are a list to conditions), `is_source`
    whether a name of a prefill source is known.
    """
    facts = {f"answer.{row.key}": FACT_TYPES.get(row.type, FactType.TEXT) for row in rows if row.is_question}
    facts |= BESIDES | {
        f"situation.{order}": FactType.LIST if kind == "multi" else FactType.TEXT
        for order, kind in enumerate(situations, start=1)
    }
    found = list(_keys(rows))
    for number, row in enumerate(rows, start=1):
        path = f"form.{number}"
        found += [*_shape(row, path), *_conditions(row, rows, facts, path)]
        found += [*_formula(row, rows, facts, f"{path}.formula"), *_limits(row, path)]
        if row.prefill and not is_source(row.prefill):
            found.append(FormFinding("prefill_unknown", f"{path}.prefill", {"name": row.prefill}))
    return [*found, *_emptiness(rows), *_cycle(rows)]


def _keys(rows: Sequence[Row]) -> Iterator[FormFinding]:
    counted = Counter(row.key for row in rows)
    for place, row in enumerate(rows, start=1):
        if not KEY.fullmatch(row.key):
            yield FormFinding("key_shape", f"form.{place}.key", {"key": row.key})
        elif counted[row.key] > 1:
            yield FormFinding("key_twice", f"form.{place}.key", {"key": row.key})
        if not row.label:
            yield FormFinding("label_missing", f"form.{place}.label", {"key": row.key})


def _shape(row: Row, path: str) -> Iterator[FormFinding]:
    words = {"key": row.key}
    if row.type not in TYPES:
        yield FormFinding("type_unknown", f"{path}.type", {**words, "type": row.type})
    if row.type in {"choice", "multichoice"} and not row.options:
        yield FormFinding("no_options", f"{path}.options", words)
    if len(set(row.options)) < len(row.options):
        yield FormFinding("field_option_twice", f"{path}.options", words)
    if row.type == "table":
        yield from _columns(row, f"{path}.columns")


def _columns(row: Row, path: str) -> Iterator[FormFinding]:
    if not row.columns:
        yield FormFinding("no_columns", path, {"key": row.key})
    counted = Counter(column.key for column in row.columns)
    for column in row.columns:
        words = {"key": f"{row.key}.{column.key}"}
        if not KEY.fullmatch(column.key):
            yield FormFinding("key_shape", path, words)
        elif counted[column.key] > 1:
            yield FormFinding("key_twice", path, words)
        if column.type not in COLUMN_TYPES:
            yield FormFinding("column_type", path, {**words, "type": column.type})
        if column.type == "choice" and not column.options:
            yield FormFinding("no_options", path, words)
        yield from _limits(column, path)


def _conditions(row: Row, rows: Sequence[Row], facts: Mapping[str, FactType], place: str) -> Iterator[FormFinding]:
    types = {one.key: one.type for one in rows}
    for name in ("visible_if", "required_if", "readonly_if"):
        condition = getattr(row, name)
        if not condition:
            continue
        path = f"{place}.{name}"
        if not isinstance(condition, Mapping):
            yield FormFinding("condition_shape", path, {"key": row.key})
            continue
        plain = normal_condition(condition, types)
        problems = condition_problems(plain, facts)
        for problem in problems:
            words = {"key": row.key, "fact": problem.fact, "op": problem.op}
            yield FormFinding(f"condition_{problem.code}", path, words)
        if not problems:
            yield from _values(plain, rows, row.key, path)


def _values(condition: Condition, rows: Sequence[Row], key: str, path: str) -> Iterator[FormFinding]:
    """A comparison with what is no option of the question never holds."""
    if "fact" not in condition:
        parts = condition.get("all") or condition.get("any") or [condition.get("not")]
        for part in parts:
            yield from _values(part, rows, key, path)
        return
    asked = next((row for row in rows if f"answer.{row.key}" == condition["fact"] and row.options), None)
    if asked is None:
        return
    wanted = condition["value"] if isinstance(condition["value"], list) else [condition["value"]]
    for value in wanted:
        if value not in asked.options and condition["op"] in {"eq", "ne", "in"}:
            yield FormFinding("condition_not_offered", path, {"key": key, "fact": asked.label, "value": value})


def _formula(row: Row, rows: Sequence[Row], facts: Mapping[str, FactType], path: str) -> Iterator[FormFinding]:
    if not row.formula:
        return
    words = {"key": row.key}
    if row.type not in COMPUTED_TYPES:
        yield FormFinding("formula_type", path, {**words, "type": row.type})
    try:
        tree = read(row.formula)
    except FormulaError as error:
        yield FormFinding("formula_unreadable", path, {**words, "where": error.where + 1, "what": error.what})
        return
    yield from _names(tree, rows, facts, path, row.key)


def _names(
    tree: Tree, rows: Sequence[Row], facts: Mapping[str, FactType], path: str, key: str
) -> Iterator[FormFinding]:
    for name in sorted(facts_in(tree) - facts.keys()):
        yield FormFinding("formula_unknown", path, {"key": key, "name": name.removeprefix("answer.")})
    columns = {f"answer.{row.key}": {one.key for one in row.columns} for row in rows if row.type == "table"}
    for table, column in sorted(tables_in(tree)):
        if table in facts and (table not in columns or (column and column not in columns[table])):
            name = f"{table}.{column}".removeprefix("answer.").rstrip(".")
            yield FormFinding("formula_unknown", path, {"key": key, "name": name})


def _limits(row: Row, path: str) -> Iterator[FormFinding]:
    words = {"key": row.key}
    pattern = row.limits.get("pattern")
    if pattern is not None and row.type not in PATTERN_TYPES:
        yield FormFinding("pattern_type", f"{path}.pattern", words)
    elif pattern is not None and (problem := patterns.problem_of(str(pattern))):
        yield FormFinding(f"pattern_{problem}", f"{path}.pattern", words)
    for name in ("min", "max"):
        if name in row.limits and not _is_limit(row, row.limits[name]):
            yield FormFinding("limit_unreadable", f"{path}.{name}", {**words, "limit": row.limits[name]})
    for low, high in PAIRS:
        least, most = row.limits.get(low), row.limits.get(high)
        if (isinstance(least, int | float) and isinstance(most, int | float) and least > most) or (
            row.type == "date" and _is_day(least) and _is_day(most) and str(least) > str(most)
        ):
            yield FormFinding("min_above_max", f"{path}.{low}", {**words, "least": least, "most": most})
    yield from _default(row, path)


def _default(row: Row, path: str) -> Iterator[FormFinding]:
    if row.default is None:
        return
    try:
        wrong = faults_of(row, row.default, {}, ANY_DAY)
    except (TypeError, ValueError, ArithmeticError):
        wrong = [Fault(row.key, "wrong_type")]
    if wrong:
        yield FormFinding("default_unfit", f"{path}.default", {"key": row.key, "default": row.default})


def _is_limit(row: Row, limit: Any) -> bool:
    if row.type in NUMBERS:
        return isinstance(limit, int | float) and not isinstance(limit, bool)
    if row.type != "date":
        return False
    if _is_day(limit):
        return True
    try:
        read(str(limit))
    except FormulaError:
        return False
    return True


def _is_day(limit: Any) -> bool:
    try:
        return isinstance(limit, str) and date.fromisoformat(limit).isoformat() == limit
    except ValueError:
        return False


def _emptiness(rows: Sequence[Row]) -> Iterator[FormFinding]:
    """Pages and groups that nothing belongs to."""
    parents = parents_of(rows)
    used = {parent for row in rows if row.is_question for parent in parents[row.key]}
    for number, row in enumerate(rows, start=1):
        if not row.is_question and row.key not in used:
            yield FormFinding(f"{row.type}_empty", f"form.{number}", {"key": row.key, "label": row.label})


def _cycle(rows: Sequence[Row]) -> Iterator[FormFinding]:
    """Rows that wait for one another, each named once (I-15: cycle in form logic)."""
    types, trees = {row.key: row.type for row in rows}, dict[str, Tree]()
    conditions: dict[tuple[str, str], Condition] = {}
    for row in rows:
        for name in ("visible_if", "readonly_if"):
            if isinstance(getattr(row, name), Mapping):
                conditions[row.key, name] = normal_condition(getattr(row, name), types)
        if row.formula:
            try:
                trees[row.key] = read(row.formula)
            except FormulaError:
                continue
    try:
        order_of(rows, parents_of(rows), conditions, trees)
    except CyclicForm as cyclic:
        keys = [key for key in cyclic.keys if key in _in_circle(cyclic.keys, rows, conditions, trees)]
        number = [row.key for row in rows].index(keys[0]) + 1
        yield FormFinding("cycle", f"form.{number}", {"keys": ", ".join(keys)})


def _in_circle(
    left: Sequence[str],
    rows: Sequence[Row],
    conditions: Mapping[tuple[str, str], Condition],
    trees: Mapping[str, Tree],
) -> set[str]:
    """Of the rows that could not be ordered, those that are really part of a circle: taking one out frees another."""
    parents = parents_of(rows)
    circle = set[str]()
    for key in left:
        rest = [row for row in rows if row.key != key]
        try:
            order_of(
                rest,
                parents,
                {place: one for place, one in conditions.items() if place[0] != key},
                {one: tree for one, tree in trees.items() if one != key},
            )
            circle.add(key)
        except CyclicForm:
            continue
    return circle or set(left)
