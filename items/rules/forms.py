"""The logic of a form: what applies, what is required, what may be typed, what is computed – for one set of answers.

One evaluation order for everybody: the rows in the order of their dependencies, each looking only at rows before it.
static/js/conditions.js does the same in the page. Pure.

Answers are stored by key: texts (text, textarea, address, choice, id_number, phone, email, uscc; date as 2025-11-28,
time as 09:30, decimal and percentage as "12.50"), integers (integer, money in fen), booleans, lists of texts
(multichoice), lists of rows (table), ``{"code", "name"}`` (region), ``{"lng", "lat", "address"}`` (map_point), lists of
``{"file", "name"}`` (file: the id of the stored file), and ``{"file", "name"}`` or ``{"typed"}`` (signature).

Facts are what conditions and formulas ask: ``answer.<key>`` for every answer that applies, and what is known about the
application besides: ``applicant.kind``, ``handling``, ``situation.<order>`` and ``channel``. Amounts of money are facts
in yuan, as people write them; a region is its code, a file how many there are, a signature whether it is there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from core.conditions import FactType, holds
from items.rules.formulas import Moment, Tree, Value, facts_in, read, value_of
from items.rules.formulas.evaluating import rounded

Answers = Mapping[str, Any]
Condition = Mapping[str, Any]

LIMITS = (
    *("min", "max", "min_length", "max_length", "pattern", "places", "min_rows", "max_rows", "max_files"),
    *("root", "level", "bounds"),
)
"""What may bound an answer: values (numbers, days, or a formula for a day), lengths, decimal places, rows, files; the
region a tree begins with and the level it ends at; the rectangle of a map as [west, south, east, north] in degrees."""
NUMBERS = ("integer", "decimal", "percentage", "money")
STRUCTURE = ("page", "group")
_WORDS = ("prefill", "help", "example", "error", "unit", "formula")
_CONDITIONS = ("visible_if", "required_if", "readonly_if")
FACT_TYPES: dict[str, FactType] = {
    **dict.fromkeys([*NUMBERS, "file"], FactType.NUMBER),
    **{"date": FactType.DATE, "multichoice": FactType.LIST, "table": FactType.LIST},
    **{"boolean": FactType.BOOLEAN, "signature": FactType.BOOLEAN},
}
"""What the answers of a type are to conditions; everything else is text."""
YES_WORDS = ("是", "true", "yes")
NO_WORDS = ("否", "false", "no")
"""How conditions may say yes and no in words."""
EMPTY: tuple[Any, ...] = (None, "", [], {})
FEN_PER_YUAN = 100
DEFAULT_PLACES = 2


class CyclicForm(ValueError):
    """Rows of a form wait for one another; `keys` are those that can never be worked out."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form, in the words of item files (`error` is the own error text)."""

    key: str
    label: str
    type: str
    required: bool = False
    options: tuple[str, ...] = ()
    columns: tuple["Row", ...] = ()
    prefill: str = ""
    help: str = ""
    example: str = ""
    error: str = ""
    unit: str = ""
    limits: Mapping[str, Any] = field(default_factory=dict)
    default: Any = None
    visible_if: Condition | None = None
    required_if: Condition | None = None
    readonly_if: Condition | None = None
    formula: str = ""

    @classmethod
    def of(cls, shape: Mapping[str, Any]) -> "Row":
        """From the shape of an item file; what it does not name is as if it were not there."""
        words: dict[str, Any] = {name: str(shape.get(name) or "") for name in _WORDS}
        conditions: dict[str, Any] = {name: shape.get(name) for name in _CONDITIONS}
        return cls(
            key=str(shape.get("key", "")),
            label=str(shape.get("label", "")),
            type=str(shape.get("type", "")),
            required=bool(shape.get("required", False)),
            options=tuple(shape.get("options") or ()),
            columns=tuple(cls.of(column) for column in shape.get("columns") or ()),
            limits={name: shape[name] for name in LIMITS if shape.get(name) is not None},
            default=shape.get("default"),
            **words,
            **conditions,
        )

    @property
    def is_question(self) -> bool:
        """Whether it asks something, or only begins a page or a group."""
        return self.type not in STRUCTURE


@dataclass(frozen=True, slots=True)
class Form:
    """A form ready to be evaluated: its rows, what each belongs to, its conditions in one shape, its formulas as trees,
    and the order in which rows are worked out."""

    rows: tuple[Row, ...]
    parents: Mapping[str, tuple[str, ...]]
    conditions: Mapping[tuple[str, str], Condition]
    trees: Mapping[str, Tree]
    order: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Form":
        """Raises CyclicForm when rows wait for one another, and FormulaError for a formula that cannot be read."""
        rows = tuple(rows)
        parents, types = parents_of(rows), {row.key: row.type for row in rows}
        conditions = {
            (row.key, name): normal_condition(condition, types)
            for row in rows
            for name in _CONDITIONS
            if (condition := getattr(row, name))
        }
        trees = {row.key: read(row.formula) for row in rows if row.formula}
        return cls(rows, parents, conditions, trees, order_of(rows, parents, conditions, trees))

    @property
    def questions(self) -> list[Row]:
        """The rows that ask something, in order."""
        return [row for row in self.rows if row.is_question]

    def row(self, key: str) -> Row:
        """The row with that key. Raises StopIteration when there is none."""
        return next(row for row in self.rows if row.key == key)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What a form says about one set of answers. `answers` are those that apply, computed ones among them; the sets
    name rows by key. `facts` are what conditions saw in the end."""

    answers: Mapping[str, Any]
    visible: frozenset[str]
    required: frozenset[str]
    readonly: frozenset[str]
    facts: Mapping[str, Any]


def evaluate(
    form: Form,
    answers: Answers,
    *,
    facts: Mapping[str, Any],
    moment: Moment,
    locked: Answers | None = None,
    held: Answers | None = None,
) -> Evaluated:
    """Work a form out for `answers`. What does not apply has no answer and asks for none.

    `facts` are those besides the answers. `locked` are answers an authority vouches for: they take the place of what
    was given. `held` are the answers that rows keep while a condition makes them read-only (prefilled or saved before).
    """
    locked, held = locked or {}, held or {}
    seen, kept = dict(facts), dict[str, Any]()
    visible, readonly = set[str](), set[str]()
    rows = {row.key: row for row in form.rows}
    for key in form.order:
        row = rows[key]
        if not _applies(form, key, visible, seen):
            continue
        visible.add(key)
        if not row.is_question:
            continue
        if key in form.trees or key in locked or _holds(form, key, "readonly_if", seen, otherwise=False):
            readonly.add(key)
        answer = _answer(form, row, answers, locked, held if key in readonly else answers, seen, moment)
        if answer not in EMPTY:
            kept[key] = answer
            seen[f"answer.{key}"] = fact_of(row, answer)
    required = {
        row.key
        for row in form.questions
        if row.key in visible and row.key not in form.trees
        if row.required or _holds(form, row.key, "required_if", seen, otherwise=False)
    }
    ordered = {row.key: kept[row.key] for row in form.questions if row.key in kept}
    return Evaluated(ordered, frozenset(visible), frozenset(required), frozenset(readonly), seen)


def fact_of(row: Row, answer: Any) -> Any:
    """An answer as conditions and formulas see it; None when it is none or not of the row's type."""
    try:
        return _fact(row, answer)
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
        return None


def answer_of(row: Row, value: Value) -> Any:
    """A computed value as the answer a row of this type stores; None when it does not fit the type."""
    if isinstance(value, Fraction) and row.type in NUMBERS:
        if row.type == "integer":
            return int(rounded(value, 0))
        if row.type == "money":
            return int(rounded(value * FEN_PER_YUAN, 0))
        places = int(row.limits.get("places", DEFAULT_PLACES))
        scaled = int(rounded(value, places) * 10**places)
        return f"{Decimal(scaled).scaleb(-places):f}"
    if isinstance(value, date):
        return value.isoformat() if row.type == "date" else None
    if isinstance(value, bool):
        return value if row.type == "boolean" else None
    return value if isinstance(value, str) and row.type in {"text", "textarea", "choice", "address"} else None


def normal_condition(condition: Condition, types: Mapping[str, str]) -> Condition:
    """A condition in one shape: the older `{"field", "equals"}` becomes a comparison with the answer of that field, and
    yes or no in words becomes what a question of that kind stores."""
    if "field" not in condition or "equals" not in condition:
        return _said_plainly(condition, types)
    key, wanted = condition["field"], condition["equals"]
    if types.get(key) == "boolean" and isinstance(wanted, str):
        wanted = wanted in YES_WORDS
    return {"fact": f"answer.{key}", "op": "contains" if types.get(key) == "multichoice" else "eq", "value": wanted}


def _said_plainly(condition: Condition, types: Mapping[str, str]) -> Condition:
    key, value = str(condition.get("fact", "")).removeprefix("answer."), condition.get("value")
    if types.get(key) == "boolean" and isinstance(value, str) and value in (*YES_WORDS, *NO_WORDS):
        return {**condition, "value": value in YES_WORDS}
    return condition


def condition_facts(condition: Condition | None) -> set[str]:
    """Names of the facts a condition in the one shape asks for."""
    if not isinstance(condition, Mapping):
        return set()
    if "fact" in condition:
        return {str(condition["fact"])}
    parts = condition.get("all") or condition.get("any") or [condition.get("not")]
    return set().union(*(condition_facts(part) for part in parts if isinstance(part, Mapping)))


def parents_of(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Page and group each row belongs to, the page first."""
    found, page, group = dict[str, tuple[str, ...]](), "", ""
    for row in rows:
        if row.type == "page":
            page, group = row.key, ""
            found[row.key] = ()
        elif row.type == "group":
            group = row.key
            found[row.key] = (page,) if page else ()
        else:
            found[row.key] = tuple(key for key in (page, group) if key)
    return found


def order_of(
    rows: Sequence[Row],
    parents: Mapping[str, Sequence[str]],
    conditions: Mapping[tuple[str, str], Condition],
    trees: Mapping[str, Tree],
) -> tuple[str, ...]:
    """The rows so that each comes after those it looks at, otherwise as they stand. Raises CyclicForm.

    What only makes a row required decides nothing others look at, so it needs no order.
    """
    keys = [row.key for row in rows]
    waits = {key: {*parents.get(key, ())} for key in keys}
    for (key, name), condition in conditions.items():
        if name != "required_if":
            waits[key] |= _asked(condition_facts(condition))
    for key, tree in trees.items():
        waits[key] |= _asked(facts_in(tree))
    ordered: list[str] = []
    left = dict.fromkeys(keys)
    while left:
        ready = next((key for key in left if not waits[key] & left.keys()), None)
        if ready is None:
            raise CyclicForm(tuple(left))
        ordered.append(ready)
        del left[ready]
    return tuple(ordered)


def _asked(facts: Iterable[str]) -> set[str]:
    return {fact.removeprefix("answer.") for fact in facts if fact.startswith("answer.")}


def _applies(form: Form, key: str, visible: set[str], facts: Mapping[str, Any]) -> bool:
    return visible.issuperset(form.parents[key]) and _holds(form, key, "visible_if", facts, otherwise=True)


def _holds(form: Form, key: str, name: str, facts: Mapping[str, Any], *, otherwise: bool) -> bool:
    condition = form.conditions.get((key, name))
    return otherwise if condition is None else holds(condition, facts)


def _answer(
    form: Form,
    row: Row,
    answers: Answers,
    locked: Answers,
    given: Answers,
    facts: Mapping[str, Any],
    moment: Moment,
) -> Any:
    if row.key in form.trees:
        return answer_of(row, value_of(form.trees[row.key], facts, moment))
    return locked[row.key] if row.key in locked else given.get(row.key)


def _fact(row: Row, answer: Any) -> Any:
    if answer in EMPTY:
        return None
    if row.type == "money":
        return Decimal(int(answer)).scaleb(-2)
    if row.type in NUMBERS:
        number = Decimal(str(answer))
        return number if number.is_finite() else None
    if row.type == "date":
        return date.fromisoformat(answer)
    if row.type == "table":
        return [{column.key: fact_of(column, cells.get(column.key)) for column in row.columns} for cells in answer]
    if row.type == "region":
        return answer["code"]
    if row.type == "file":
        return len(answer)
    if row.type == "signature":
        return True
    return answer["address"] if row.type == "map_point" else answer
