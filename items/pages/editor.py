"""One section of a draft as inputs, tables within tables, ready for the editor's template."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.conditions import OPERATORS
from identity.models import Department
from items.elements import ELEMENTS, Element, Kind, Need, Section
from items.findings import finding_words
from items.rules.checks import Finding
from items.rules.compare import row_name

INPUTS = {
    Kind.LONG: "long",
    Kind.LINES: "long",
    Kind.YES_NO: "tick",
    Kind.CODE: "choice",
    Kind.CODES: "ticks",
    Kind.DATE: "date",
    Kind.ROWS: "table",
    Kind.JSON: "condition",
    Kind.BODY: "choice",
}
WIDE = frozenset({Kind.LONG, Kind.LINES, Kind.CODES, Kind.JSON})
TITLES = {"form": "label", "columns": "label", "situations": "ask"}
OPERATOR_WORDS = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "in": "∈", "contains": "∋"}
Field = dict[str, Any]


class Editor:
    """Makes inputs of elements. Knows the findings by place, the departments, the facts a condition may ask for (by
    name, in words), what is proposed where (keys of elements), and words under an element by its key."""

    def __init__(
        self,
        findings: Iterable[Finding],
        facts: Mapping[str, str],
        *,
        proposed: Collection[str] = (),
        hints: Mapping[str, str] | None = None,
    ) -> None:
        self._found: dict[str, list[Finding]] = defaultdict(list)
        for found in findings:
            self._found[found.place].append(found)
        self._facts, self._proposed, self._hints = facts, proposed, hints or {}
        self._bodies: list[tuple[str, str]] | None = None

    def fields(self, section: Section, shape: Mapping[str, Any]) -> list[Field]:
        """The inputs of one section, those of other item types left out."""
        shown = [each for each in ELEMENTS if each.section is section]
        return [self._field(e, shape[e.key], e.key) for e in shown if not e.types or shape["type"] in e.types]

    def _field(self, each: Element, value: Any, name: str) -> Field:
        found = self._found.get(name, [])
        field: Field = {
            **{
                "name": name,
                "id": f"id-{name.replace('.', '-')}",
                "label": each.label,
                "input": INPUTS.get(each.kind, "line"),
            },
            **{"must": each.need is Need.MUST, "wide": each.kind in WIDE, "most": each.most or "", "minor": each.minor},
            "rare": each.rare and value in (None, "", [], each.blank) and name not in self._found,
            "findings": [{"words": finding_words(one), "grave": one.grave} for one in found],
        }
        if each.kind is Kind.ROWS:
            return {**field, **self._table(each, value, name)}
        return {**field, **self._input(each, value)}

    def _input(self, each: Element, value: Any) -> Field:
        if each.kind is Kind.LINES:
            hint = " ".join([_("One in each line"), self._hints.get(each.key, "")]).strip()
            return {"value": "\n".join(value), "hint": hint, "lines": max(2, len(value) + 1)}
        if each.kind is Kind.LONG:
            return {"value": value, "lines": max(2, len(value) // 60 + 1)}
        if each.kind is Kind.CODES:
            return {"options": [(code.value, code.term, code.value in value) for code in each.codes]}
        if each.kind is Kind.CODE:
            known = [(code.value, code.term, code.value == value) for code in each.codes]
            blank = [] if any(code.value == "" for code in each.codes) else [("", "", value == "")]
            return {"options": [*blank, *known, *self._stranger(value, [code.value for code in each.codes])]}
        if each.kind is Kind.BODY:
            own = ("", _("The item's own body"), value == "")
            bodies = [(key, name, key == value) for key, name in self._departments()]
            return {"options": [own, *bodies, *self._stranger(value, [key for key, _name in self._departments()])]}
        if each.kind is Kind.JSON:
            return self._condition(value)
        if each.kind is Kind.YES_NO:
            return {"value": bool(value)}
        if each.kind is Kind.DATA:
            return {"value": _data_words(value)}
        proposed = each.key if each.key in self._proposed else ""
        return {"value": "" if value is None else value, "number": each.kind is Kind.INTEGER, "proposed": proposed}

    @staticmethod
    def _stranger(value: str, known: Sequence[str]) -> list[tuple[str, str, bool]]:
        """A value that is not in the list stays visible, so that saving does not change it silently."""
        return [(value, value, True)] if value and value not in known else []

    def _departments(self) -> list[tuple[str, str]]:
        if self._bodies is None:
            self._bodies = list(Department.objects.order_by("code2", "pk").values_list("key", "short"))
        return self._bodies

    def _condition(self, value: Any) -> Field:
        plain = isinstance(value, Mapping) and set(value) == {"fact", "op", "value"}
        chosen = value if plain else {"fact": "", "op": "eq", "value": ""}
        listed = chosen["value"] if isinstance(chosen["value"], list) else [chosen["value"]]
        words = ["true" if one is True else "false" if one is False else str(one) for one in listed]
        facts = {chosen["fact"]: chosen["fact"], **self._facts} if chosen["fact"] else self._facts
        return {
            "written": ""
            if value is None or plain
            else value
            if isinstance(value, str)
            else json.dumps(value, ensure_ascii=False),
            "facts": [
                ("", _("always"), not chosen["fact"]),
                *((fact, said, fact == chosen["fact"]) for fact, said in facts.items()),
            ],
            "ops": [(op, words_, op == chosen["op"]) for op, words_ in OPERATOR_WORDS.items() if op in OPERATORS],
            "value": "、".join(words),
        }

    def _table(self, table: Element, rows: Sequence[Mapping[str, Any]], name: str) -> Field:
        made = [self._row(table, row, f"{name}.{number}", number) for number, row in enumerate(rows, start=1)]
        return {"rows": made, "count": len(rows), "add": f"add:{name}"}

    def _row(self, table: Element, row: Mapping[str, Any], name: str, number: int) -> Field:
        fields = [self._field(part, row.get(part.key, part.blank), f"{name}.{part.key}") for part in table.parts]
        own = [{"words": finding_words(one), "grave": one.grave} for one in self._found.get(name, [])]
        bad = bool(own) or any(_has_findings(field) for field in fields)
        return {
            **{"name": name, "id": f"id-{name.replace('.', '-')}", "number": number, "title": _title(table, row)},
            **{"fields": [field for field in fields if not field["rare"]], "findings": own, "bad": bad},
            "rare": [field for field in fields if field["rare"]],
            **{deed: f"{deed}:{name}" for deed in ("up", "down", "copy", "remove")},
        }


def _title(table: Element, row: Mapping[str, Any]) -> str:
    """What a row is called in the editor: what people read of it, where that is not what identifies it."""
    return str(row.get(TITLES.get(table.key, ""), "")) or row_name(table, row)


def _data_words(value: Any) -> str:
    """A number or list as JSON; a text as it is, unless it would be read as something else."""
    if value is None:
        return ""
    if isinstance(value, str):
        try:
            json.loads(value)
        except ValueError:
            return value
    return json.dumps(value, ensure_ascii=False)


def _has_findings(field: Field) -> bool:
    return bool(field["findings"]) or any(row["bad"] for row in field.get("rows", []))
