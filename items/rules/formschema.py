"""The JSON Schema (draft 2020-12) of a form's answers, as connected systems send them. Pure.

What a schema can say it says: types, limits, options, what is always required, what after one answer.
Conditions and formulas beyond that stand beside it under `x-` keywords; the server applies them all when answers
arrive.
"""

from collections.abc import Mapping
from typing import Any

from items.rules.answers import LONGEST, LONGEST_TEXT, MAX_FILES, MAX_ROWS
from items.rules.forms import Condition, Form, Row

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
FILE: Schema = {
    "type": "object",
    "required": ["name", "content"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 120},
        "content": {"type": "string", "contentEncoding": "base64"},
    },
}


def schema_of(form: Form, *, title: str, address: str) -> Schema:
    """The schema of the `answers` object; `address` is its own absolute address, `title` the item's name."""
    asked = [row for row in form.questions if row.key not in form.trees]
    always = [row.key for row in asked if row.required and not _conditions(form, row)]
    schema: Schema = {
        "$schema": DIALECT,
        "$id": address,
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": {row.key: _property(form, row) for row in form.questions},
        "required": always,
    }
    if after := [rule for row in asked if (rule := _required_after(form, row))]:
        schema["allOf"] = after
    return schema


def _property(form: Form, row: Row) -> Schema:
    schema: Schema = {"title": row.label, **_type(row)}
    if row.help:
        schema["description"] = row.help
    if row.example:
        schema["examples"] = [row.example]
    if row.default is not None:
        schema["default"] = row.default
    if row.key in form.trees:
        schema |= {"readOnly": True, "x-formula": row.formula}
    for name in ("visible_if", "required_if", "readonly_if"):
        if condition := form.conditions.get((row.key, name)):
            schema[f"x-{name.replace('_', '-')}"] = condition
    if row.unit:
        schema["x-unit"] = row.unit
    return schema


def _type(row: Row) -> Schema:
    """The shape of one answer by its type."""
    limits = row.limits
    if row.type == "table":
        return _table(row)
    if row.type == "file":
        most = min(int(limits.get("max_files", MAX_FILES)), MAX_FILES)
        return {"type": "array", "items": FILE, "maxItems": most}
    if row.type in {"integer", "money"}:
        scale = 100 if row.type == "money" else 1
        bounds = {"minimum": limits.get("min"), "maximum": limits.get("max")}
        scaled = {name: int(value * scale) for name, value in bounds.items() if value is not None}
        note = {"description": "fen"} if row.type == "money" else {}
        return {"type": "integer", **({"minimum": 0} if row.type == "money" else {}), **scaled, **note}
    if row.type in {"text", "textarea", "address"}:
        return _text(row)
    return dict(SIMPLE[row.type](row))


def _text(row: Row) -> Schema:
    longest = LONGEST.get(row.type, LONGEST_TEXT)
    schema: Schema = {"type": "string", "maxLength": min(int(row.limits.get("max_length", longest)), longest)}
    if "min_length" in row.limits:
        schema["minLength"] = row.limits["min_length"]
    if pattern := row.limits.get("pattern"):
        schema["pattern"] = f"^(?:{pattern})$"
    return schema


def _table(row: Row) -> Schema:
    cells: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {column.key: {"title": column.label, **_type(column)} for column in row.columns},
        "required": [column.key for column in row.columns if column.required],
    }
    schema: Schema = {"type": "array", "items": cells}
    schema["maxItems"] = min(int(row.limits.get("max_rows", MAX_ROWS)), MAX_ROWS)
    if "min_rows" in row.limits:
        schema["minItems"] = row.limits["min_rows"]
    return schema


SIMPLE: Mapping[str, Any] = {
    "decimal": lambda row: {"type": ["string", "number"], "pattern": r"^-?\d{1,15}(?:\.\d{1,6})?$"},
    "percentage": lambda row: {"type": ["string", "number"], "pattern": r"^-?\d{1,15}(?:\.\d{1,4})?$"},
    "date": lambda row: {"type": "string", "format": "date"},
    "time": lambda row: {"type": "string", "pattern": r"^\d{2}:\d{2}$"},
    "choice": lambda row: {"type": "string", "enum": list(row.options)},
    "multichoice": lambda row: {
        "type": "array",
        "uniqueItems": True,
        "items": {"type": "string", "enum": list(row.options)},
    },
    "boolean": lambda row: {"type": "boolean"},
    "id_number": lambda row: {"type": "string", "maxLength": 22},
    "phone": lambda row: {"type": "string", "maxLength": 22},
    "uscc": lambda row: {"type": "string", "maxLength": 22},
    "email": lambda row: {"type": "string", "format": "email"},
    "region": lambda row: {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "string", "pattern": r"^\d{2,12}$"}, "name": {"type": "string"}},
    },
    "map_point": lambda row: {
        "type": "object",
        "required": ["lng", "lat"],
        "properties": {
            "lng": {"type": "number", "minimum": _bounds(row)[0], "maximum": _bounds(row)[2]},
            "lat": {"type": "number", "minimum": _bounds(row)[1], "maximum": _bounds(row)[3]},
            "address": {"type": "string", "maxLength": 120},
        },
    },
    "signature": lambda row: {
        "oneOf": [
            {"type": "object", "required": ["typed"], "properties": {"typed": {"type": "string", "maxLength": 60}}},
            FILE,
        ]
    },
}
"""Types whose shape needs few words."""


def _bounds(row: Row) -> list[float]:
    return list(row.limits.get("bounds") or (-180, -90, 180, 90))


def _conditions(form: Form, row: Row) -> list[Condition]:
    """What must hold for a row to apply: its own condition and those of its page and group."""
    keys = [*form.parents[row.key], row.key]
    return [form.conditions[key, "visible_if"] for key in keys if (key, "visible_if") in form.conditions]


def _required_after(form: Form, row: Row) -> Schema | None:
    """`if` one answer is given `then` another is required, where both are as simple as that."""
    applies = _conditions(form, row)
    if not row.required:
        needed = form.conditions.get((row.key, "required_if"))
        applies = [*applies, needed] if needed else []
    tests = [_test(condition) for condition in applies]
    if not tests or not all(tests):
        return None
    return {"if": {"allOf": tests}, "then": {"required": [row.key]}}


def _test(condition: Condition) -> Schema | None:
    """A condition on one answer as a schema; None for what a schema cannot say."""
    fact, op = str(condition.get("fact", "")), condition.get("op")
    if not fact.startswith("answer.") or op not in {"eq", "in"}:
        return None
    key, value = fact.removeprefix("answer."), condition["value"]
    if not all(isinstance(one, str | bool) for one in (value if op == "in" else [value])):
        return None
    wanted: Schema = {"enum": list(value)} if op == "in" else {"const": value}
    return {"properties": {key: wanted}, "required": [key]}
