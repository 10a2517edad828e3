"""What the wizard fills in by itself, so that nothing is asked twice: answers from the guide, from the handling option,
from the situation. Only a beginning; the applicant may change all of it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.http import QueryDict

from cases.models import Case
from cases.queries.outcomes import path_of_case
from items.models import FieldType
from items.rules.forms import Row
from items.rules.situations import Choices, Path, Question


def carried_choices(questions: Iterable[Question], given: QueryDict) -> dict[str, int | list[int]]:
    """Situation answers that came along in an address or a form as `situation-<id>=<option id>`; wrong ones are left
    out. As `Case.choices` keeps them."""
    found: dict[str, int | list[int]] = {}
    for question in questions:
        wanted = given.getlist(f"situation-{question.id}")
        ids = [option.id for option in question.options if str(option.id) in wanted]
        if ids:
            found[str(question.id)] = ids if question.takes_several else ids[0]
    return found


def asked_on_page(posted: QueryDict, shown: Path) -> set[str]:
    """Ids of the questions a page asked, as it says itself, so that one from before a change takes nothing away; else
    those on `shown`."""
    return set(posted.getlist("asked")) or {str(question.id) for question in shown.asked}


def answers_of_page(before: Choices, asked: Collection[str], posted: Choices) -> dict[str, int | Sequence[int]]:
    """All answers after a page that asked questions of these ids came back: its own, and the former ones to questions
    that were not on it, which may be asked again now."""
    return {**{key: value for key, value in before.items() if key not in asked}, **posted}


def with_answers(posted: QueryDict, path: Path) -> QueryDict:
    """What a page sent, with the former answers to questions that only now are asked again."""
    data = posted.copy()
    for key, value in path.choices().items():
        data.setlist(f"situation-{key}", [str(one) for one in ([value] if isinstance(value, int) else value)])
    return data


def likely_choices(case: Case, questions: Sequence[Question]) -> dict[str, int | list[int]]:
    """The draft's choices, and the handling option where a situation asks for it once more in the same words."""
    likely = dict(case.choices)
    handling = case.handling.name if case.handling else ""
    for question in questions:
        for option in question.options:
            if option.label == handling:
                likely.setdefault(str(question.id), [option.id] if question.takes_several else option.id)
    return likely


def likely_answers(case: Case, questions: Sequence[Row]) -> dict[str, Any]:
    """Answers of the form that the situation already gave in the same words."""
    said = {option.label for option in path_of_case(case).given}
    likely: dict[str, Any] = {}
    for question in questions:
        same = [label for label in question.options if label in said]
        if question.type == FieldType.CHOICE and len(same) == 1:
            likely[question.key] = same[0]
    return likely
