"""What the wizard fills in by itself, so that nothing is asked twice: answers from the guide, from the handling option,
from the situation. Only a beginning; the applicant may change all of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cases.models import Case
from items.models import FieldType, Situation
from items.rules.forms import Row


def carried_choices(situations: Iterable[Situation], given: Mapping[str, str]) -> dict[str, int]:
    """Situation answers that came along in an address or a form as `situation-<id>=<option id>`; wrong ones are left
    out. Option ids by situation id, as `Case.choices` keeps them."""
    found = {}
    for situation in situations:
        wanted = given.get(f"situation-{situation.pk}", "")
        if wanted in {str(option.pk) for option in situation.options.all()}:
            found[str(situation.pk)] = int(wanted)
    return found


def likely_choices(case: Case, situations: Sequence[Situation]) -> dict[str, int]:
    """The draft's choices, and the handling option where a situation asks for it once more in the same words."""
    likely = dict(case.choices)
    handling = case.handling.name if case.handling else ""
    for situation in situations:
        for option in situation.options.all():
            if option.label == handling:
                likely.setdefault(str(situation.pk), option.pk)
    return likely


def likely_answers(case: Case, questions: Sequence[Row], situations: Sequence[Situation]) -> dict[str, Any]:
    """Answers of the form that the situation already gave in the same words."""
    chosen = set(case.choices.values())
    said = {option.label for situation in situations for option in situation.options.all() if option.pk in chosen}
    likely: dict[str, Any] = {}
    for question in questions:
        same = [label for label in question.options if label in said]
        if question.type == FieldType.CHOICE and len(same) == 1:
            likely[question.key] = same[0]
    return likely
