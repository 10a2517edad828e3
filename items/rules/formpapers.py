"""The form of an item on paper: lines to write on, boxes to tick, or filled in as a sample nobody is named by."""

from collections.abc import Iterable
from dataclasses import dataclass

EMPTY_ROWS, SAMPLE_ROWS = 4, 1
SAMPLES = {
    "text": "（示例）按实际情况填写",
    "textarea": "（示例）按实际情况填写，可另附页",
    "integer": "3",
    "decimal": "80.5",
    "money": "10,000.00 元",
    "date": "2026年1月15日",
    "boolean": "是",
    "id_number": "320582********1234",
    "phone": "138****2026",
    "uscc": "91320582MA********",
    "address": "张家港市杨舍镇沙洲中路8号",
}
"""What a sample says by the kind of a field; numbers of persons are masked, so that nobody is meant."""
TICKED, BOX = "☑", "□"
YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of the form."""

    label: str
    kind: str
    required: bool
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One field on paper: what to tick, or a table, or a line with or without words."""

    label: str
    required: bool
    words: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    tall: bool = False


def form_rows(asked: Iterable[Asked], *, filled: bool) -> list[Row]:
    """The fields in order; `filled` writes a sample into each."""
    return [_row(field, filled) for field in asked]


def _row(field: Asked, filled: bool) -> Row:
    options = YES_NO if field.kind == "boolean" else field.options
    if options:
        ticked = set(options[: 2 if field.kind == "multichoice" else 1]) if filled else set()
        choices = tuple(f"{TICKED if option in ticked else BOX} {option}" for option in options)
        return Row(field.label, field.required, choices=choices)
    if field.columns:
        cell = "（示例）" if filled else ""
        rows = tuple(tuple(cell for _column in field.columns) for _row in range(SAMPLE_ROWS if filled else EMPTY_ROWS))
        return Row(field.label, field.required, columns=field.columns, table=rows)
    words = SAMPLES.get(field.kind, SAMPLES["text"]) if filled else ""
    return Row(field.label, field.required, words=words, tall=field.kind == "textarea")
