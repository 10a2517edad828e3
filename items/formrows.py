"""The form of a version as the rules see it."""

from collections.abc import Iterable, Sequence

from items.models import FormField
from items.rules.forms import Form, Row
from items.rules.situations import Question, shown_by_answers

SAME_NAMES = (
    *("key", "label", "type", "required", "options", "columns", "prefill", "help", "example", "unit", "default"),
    *("visible_if", "required_if", "readonly_if", "formula"),
)
"""Columns that are called as in item files."""


def row_of(field: FormField) -> Row:
    """One stored row as a rule."""
    return Row.of({**field.limits, **{name: getattr(field, name) for name in SAME_NAMES}, "error": field.error_text})


def form_of(fields: Iterable[FormField], questions: Sequence[Question]) -> Form:
    """The rows of one version, in order, ready to be evaluated; what answers to its `questions` show waits for them.
    Raises CyclicForm and FormulaError for what a draft may still hold and no published version does."""
    return Form.of(shown_by_answers((row_of(field) for field in fields), questions))
