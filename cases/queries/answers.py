"""Answers of an application in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.outcomes import path_of_case
from core.masking import Audience, Kind, mask
from core.templatetags.gp import yuan
from items.frozen import form_of, wordings_of
from items.models import FieldType
from items.rules.forms import Row
from items.rules.papers import fill

NOT_PRINTED = {
    *(FieldType.ID_NUMBER, FieldType.PHONE, FieldType.EMAIL, FieldType.TABLE, FieldType.TEXTAREA),
    *(FieldType.FILE, FieldType.SIGNATURE),
}
"""What a licence does not show: personal numbers, and what is too long for it or no words."""


KINDS: dict[str, Kind] = {
    FieldType.ID_NUMBER: Kind.ID_NUMBER,
    FieldType.PHONE: Kind.PHONE,
    FieldType.EMAIL: Kind.EMAIL,
}
"""How an answer of a type is masked."""


def is_personal(question: Row) -> bool:
    """Whether the answer holds something that is masked for staff, in itself or in a column."""
    return question.type in KINDS or any(column.type in KINDS for column in question.columns)


def shown_answer(question: Row, value: Any, audience: Audience = Audience.OWNER) -> str:
    """An answer in words with its unit, as `audience` may see it; empty when there is none. The rows of a table stand
    in lines of their own."""
    if value in (None, "", [], {}):
        return ""
    if question.type == FieldType.TABLE:
        return "\n".join(_row_words(question, cells, audience) for cells in value)
    words = _words(question, value, audience)
    unit = "%" if question.type == FieldType.PERCENTAGE else question.unit
    return f"{words} {unit}" if unit and question.type != FieldType.MONEY else words


def particulars_of(case: Case) -> dict[str, str]:
    """What a decision or licence states about its subject: answers in words by their labels, in the form's order."""
    questions = [row for row in form_of(case.version_id).questions if row.type not in NOT_PRINTED]
    shown = {question.label: shown_answer(question, case.answers.get(question.key)) for question in questions}
    return {label: words for label, words in shown.items() if words}


def answers_in_words(case: Case) -> dict[str, str]:
    """Every answer that may be printed, in words, by the key of its question."""
    questions = [row for row in form_of(case.version_id).questions if row.type not in NOT_PRINTED]
    return {question.key: shown_answer(question, case.answers.get(question.key)) for question in questions}


def licence_particulars(case: Case) -> dict[str, str]:
    """What the licence of a case states: as the item words it (lines `名称：内容`), else like its decision."""
    body = wordings_of(case.version_id).get("licence")
    if body is None:
        return particulars_of(case)
    rows = [line.partition("：") for line in fill(body, {"answers": answers_in_words(case)})]
    return {label: words for label, _colon, words in rows if words}


def situation_answers(case: Case) -> list[tuple[str, str]]:
    """The situation questions the applicant answered, with his answers, in order (I-19)."""
    return path_of_case(case).said()


def _row_words(question: Row, cells: Mapping[str, Any], audience: Audience) -> str:
    """One row of a table: what each column says, under its label."""
    shown = [(column.label, shown_answer(column, cells.get(column.key), audience)) for column in question.columns]
    return "，".join(f"{label} {words}" for label, words in shown if words)


def _words(question: Row, value: Any, audience: Audience) -> str:
    if question.type in KINDS:
        return mask(KINDS[question.type], str(value), audience)
    if question.type == FieldType.MONEY:
        return str(yuan(int(value)))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if question.type == FieldType.REGION:
        return str(value["name"] or value["code"])
    if question.type == FieldType.MAP_POINT:
        return _("%(address)s (%(lng)s° E, %(lat)s° N)") % value
    if question.type == FieldType.FILE:
        return "、".join(str(one["name"]) for one in value)
    if question.type == FieldType.SIGNATURE:
        return str(value["typed"]) if "typed" in value else _("signed by hand")
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
