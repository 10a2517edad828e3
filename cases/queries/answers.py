"""Answers of an application in words."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from core.masking import Audience, Kind, mask
from core.templatetags.gp import yuan
from items.models import FieldType, FormField, SituationOption

NOT_PRINTED = {FieldType.ID_NUMBER, FieldType.PHONE, FieldType.TABLE, FieldType.TEXTAREA}
"""What a licence does not show: personal numbers, and what is too long for it."""


KINDS: dict[str, Kind] = {FieldType.ID_NUMBER: Kind.ID_NUMBER, FieldType.PHONE: Kind.PHONE}
"""How an answer of a type is masked."""


def is_personal(question: FormField) -> bool:
    """Whether the answer holds something that is masked for staff, in itself or in a column."""
    return question.type in KINDS or any(column.get("type") in KINDS for column in question.columns)


def shown_answer(question: FormField, value: Any, audience: Audience = Audience.OWNER) -> str:
    """An answer in words, as `audience` may see it; empty when there is none."""
    if value in (None, "", []):
        return ""
    if question.type in KINDS:
        return mask(KINDS[question.type], str(value), audience)
    if question.type == FieldType.TABLE:
        types = {column["key"]: column.get("type", "") for column in question.columns}
        value = [
            {
                key: mask(KINDS[types[key]], str(part), audience) if types.get(key) in KINDS else part
                for key, part in row.items()
            }
            for row in value
        ]
    if question.type == FieldType.MONEY:
        return str(yuan(int(value)))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        parts = [" ".join(map(str, part.values())) if isinstance(part, dict) else str(part) for part in value]
        return "；".join(parts) if question.type == FieldType.TABLE else "、".join(parts)
    return str(value)


def particulars_of(case: Case) -> dict[str, str]:
    """What a decision or licence states about its subject: answers in words by their labels, in the form's order."""
    questions = case.version.formfield_set.exclude(type__in=NOT_PRINTED)
    shown = {question.label: shown_answer(question, case.answers.get(question.key)) for question in questions}
    return {label: words for label, words in shown.items() if words}


def situation_answers(case: Case) -> list[tuple[str, str]]:
    """The situation questions the applicant answered, with his answers, in order (I-19)."""
    chosen = SituationOption.objects.filter(pk__in=[int(pk) for pk in case.choices.values()])
    return list(chosen.order_by("situation__order").values_list("situation__ask", "label"))
