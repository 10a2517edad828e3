"""The item's own questions, one page of them, as a Django form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext as _

from cases.queries.answers import shown_answer
from cases.queries.filling import Filling
from core.fieldtypes import field_of
from core.filesfield import Handed
from core.formfields import ComputedField
from core.tablefield import Column
from identity.queries import places
from items.formwords import condition_words, fault_words
from items.rules.formpages import Page
from items.rules.forms import Evaluated, Form, Row

NOT_PREFILLED = ("table", "file", "signature", "map_point", "region")
"""A library holds words; these answers are more than words."""


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """A group on the page: its row (None for questions before any group), when it applies in words, its fields."""

    group: Row | None
    when: str
    fields: Sequence[BoundField]


class ApplicationForm(forms.Form):
    """The questions of one page, in the order of the version. Verified and computed values are shown, not asked; what
    does not apply is not required and not kept. `saved` are the answers of the other pages and those before;
    `complete=False` keeps unfinished answers without complaint (autosave)."""

    def __init__(
        self, *args: Any, filling: Filling, page: Page, saved: Mapping[str, Any], complete: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": saved, **kwargs})
        self.filling, self.page, self.saved, self.complete = filling, page, saved, complete
        self.rows = {row.key: row for row in page.questions}
        now = filling.evaluate({**saved, **self.initial})
        for row in page.questions:
            self.fields[row.key] = self._field(row, now)

    def blocks(self) -> list[DrawnBlock]:
        """The groups of the page with their fields, for its template."""
        return [
            DrawnBlock(
                block.group,
                when_words(self.filling.form, block.group) if block.group else "",
                [self[row.key] for row in block.questions],
            )
            for block in self.page.blocks
        ]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = dict(super().clean() or {})
        evaluated = self.filling.evaluate(self._answers(typed))
        for key in list(self.errors):
            if key in self.rows and (key not in evaluated.visible or key in evaluated.readonly):
                del self.errors[key]
        unread = set(self.errors)
        for fault in self.filling.faults(evaluated, complete=self.complete):
            if fault.key not in self.rows or fault.key in unread:
                continue
            self.add_error(fault.key, fault_words(fault, self.rows[fault.key]))
            if fault.code != "required" or fault.place:
                typed.pop(fault.key, None)
        return typed

    def kept(self) -> dict[str, Any]:
        """The answers of the page that passed, as they are stored; empty where one was taken back, required or not."""
        typed = self.cleaned_data
        return {
            key: _stored(self.rows[key], value) for key, value in typed.items() if key not in self.filling.form.trees
        }

    def uploads(self) -> dict[str, Sequence[UploadedFile]]:
        """New files of the page by question."""
        handed = {key: value for key, value in self.cleaned_data.items() if isinstance(value, Handed)}
        return {key: value.new for key, value in handed.items() if value.new}

    def _answers(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """Saved answers with those of the page; a new file stands for itself until it is stored."""
        stored = {key: _stored(self.rows[key], value, with_new=True) for key, value in typed.items()}
        return {**self.saved, **stored}

    def _field(self, row: Row, now: Evaluated) -> forms.Field:
        field = self._input(row, now)
        field.help_text = row.help
        extra: dict[str, Any] = {"row_key": row.key, "when": when_words(self.filling.form, row), "example": row.example}
        extra["unit"] = row.unit or getattr(field, "unit", "")
        if (row.key, "required_if") in self.filling.form.conditions:
            extra["sometimes"] = True
        for name, value in extra.items():
            setattr(field, name, value)
        return field

    def _input(self, row: Row, now: Evaluated) -> forms.Field:
        if row.key in self.filling.form.trees:
            computed = ComputedField(label=row.label)
            computed.words = shown_answer(row, now.answers.get(row.key))  # type: ignore[attr-defined]
            return computed
        required = self.complete and row.required
        field = input_of(row, required=required)
        known = self.filling.known.get(row.prefill) if row.prefill else None
        if known is not None and row.type not in NOT_PREFILLED:
            self.initial = {row.key: self.filling.held.get(row.key, known.value), **self.initial}
            field.source = known.source  # type: ignore[attr-defined]
        elif row.default is not None:
            self.initial = {row.key: row.default, **self.initial}
        if row.key in self.filling.locked:
            self.initial = {**self.initial, row.key: self.filling.locked[row.key]}
            field.disabled = True
            field.verified = True  # type: ignore[attr-defined]
        return field


def input_of(row: Row, *, required: bool) -> forms.Field:
    """The field that asks a row, before anything is known about the application."""
    columns = [
        Column(column.key, field_of(column.type, label=column.label, options=column.options, required=False))
        for column in row.columns
    ]
    more: dict[str, Any] = {"columns": columns, "options": row.options} if row.type == "table" else {}
    if row.type == "region":
        more["places"] = places(root=row.limits.get("root", ""), level=row.limits.get("level", ""))
    if row.type == "map_point" and "bounds" in row.limits:
        more["bounds"] = row.limits["bounds"]
    return field_of(row.type, **{"options": row.options, **more}, label=row.label, required=required)


def when_words(form: Form, row: Row) -> str:
    """When a row applies, in words; empty for what always does."""
    condition = form.conditions.get((row.key, "visible_if"))
    return _("Only when %(condition)s") % {"condition": condition_words(condition, form)} if condition else ""


def _stored(row: Row, value: Any, *, with_new: bool = False) -> Any:
    """A typed value as the row stores it; with `with_new` files that are not stored yet stand there under no id."""
    if not isinstance(value, Handed):
        return _plain(value)
    if value.typed:
        return {"typed": value.typed}
    files = [*map(dict, value.stays), *({"file": 0, "name": one.name or ""} for one in value.new if with_new)]
    return (files[-1] if files else "") if row.type == "signature" else files or ""


def _plain(value: Any) -> Any:
    if value in (None, []):
        return ""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return f"{value:%H:%M}" if hasattr(value, "minute") else str(value)
