"""Answers of an application in words."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from core.templatetags.gp import yuan
from items.models import FieldType, FormField, SituationOption

NOT_PRINTED = {FieldType.ID_NUMBER, FieldType.PHONE, FieldType.TABLE, FieldType.TEXTAREA}
"""What a licence does not show: personal numbers, and what is too long for it."""


def shown_answer(question: FormField, value: Any) -> str:
    """An answer in words; empty when there is none."""
    if value in (None, "", []):
        return ""
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
