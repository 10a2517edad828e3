"""Several rows of the same columns in one form field: typed, read back and checked without script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

MAX_ROWS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table field; `field` checks one cell."""

    key: str
    field: forms.Field

    @property
    def label(self) -> str:
        return str(self.field.label or self.key)


class TableInput(forms.Widget):
    """Rows of inputs named `<name>-<row>-<key>`; drawn by components/inputs/table.html, read back without script.

    Two empty rows follow the filled ones; empty rows are dropped when read, so that any number can be entered by saving
    again. Script adds rows in place.
    """

    use_fieldset = True
    spare_rows = 2

    def __init__(self, columns: Sequence[Column], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.columns = tuple(columns)

    def rows(self, name: str, value: Any) -> list[list[dict[str, Any]]]:
        """Cells to draw, row by row: name, value, label, input mode, and the options of a column of choice."""
        filled = [row for row in value or () if isinstance(row, Mapping)]
        return [
            [self._cell(name, number, column, row) for column in self.columns]
            for number, row in enumerate([*filled, *({} for _ in range(self.spare_rows))])
        ]

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> list[dict[str, str]]:
        numbers = sorted({int(part) for key in data if (part := _row_number(key, name)) is not None})[:MAX_ROWS]
        rows = [{c.key: str(data.get(f"{name}-{n}-{c.key}", "")).strip() for c in self.columns} for n in numbers]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> bool:
        return not any(_row_number(key, name) is not None for key in data)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def _cell(self, name: str, number: int, column: Column, row: Mapping[str, Any]) -> dict[str, Any]:
        value = column.field.prepare_value(row.get(column.key, ""))
        return {
            "name": f"{name}-{number}-{column.key}",
            "value": "" if value is None else str(value),
            "options": [(key, words) for key, words in getattr(column.field, "choices", ()) if key != ""],
            "label": column.label,
            "mode": str(column.field.widget.attrs.get("inputmode", "")),
            "type": str(column.field.widget.attrs.get("type", "text")),
        }


class TableField(forms.Field):
    """Several rows of the same columns; cleaned to a list of dicts. An error names its row and column."""

    def __init__(self, *, columns: Sequence[Column], **options: Any) -> None:
        self.columns = tuple(columns)
        super().__init__(**{"widget": TableInput(columns), **options})

    def clean(self, value: Any) -> list[dict[str, Any]]:
        self.validate(value)
        problems: list[ValidationError] = []
        rows = [self._clean_row(number, row, problems) for number, row in enumerate(value or (), start=1)]
        if problems:
            raise ValidationError(problems)
        return rows

    def _clean_row(self, number: int, row: Mapping[str, Any], problems: list[ValidationError]) -> dict[str, Any]:
        cleaned = {}
        for column in self.columns:
            try:
                cleaned[column.key] = column.field.clean(row.get(column.key))
            except ValidationError as problem:
                where = _("Row %(row)s, %(column)s: %(message)s")
                message = {"row": number, "column": column.label, "message": " ".join(problem.messages)}
                problems.append(ValidationError(where, code="cell", params=message))
        return cleaned


def _row_number(key: str, name: str) -> str | None:
    """The row part of `<name>-<row>-<column>`, None for other keys."""
    prefix, dash, rest = key.partition(f"{name}-")
    number = rest.partition("-")[0]
    return number if dash and not prefix and number.isascii() and number.isdecimal() else None
