"""A draft beside the version that took the place of its own: what would become of it (I-12)."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.models import Case, CaseState
from cases.queries.filling import filling_of
from cases.queries.outcomes import outcome_of_case
from cases.rules.migration import (
    AnswerFate,
    ChoiceFate,
    Paper,
    PaperFate,
    Question,
    migrate_answers,
    migrate_choices,
    migrate_papers,
)
from items.frozen import form_of, materials_of, situations_of
from items.models import HandlingOption, ItemVersion, MaterialSpec, VersionState
from items.queries import successor_of
from items.rules.situations import Choices, option_ids


@dataclass(frozen=True, slots=True)
class Migration:
    """What moving a draft to `version` does. `handling` is the option it keeps by wording; `options` are those to
    choose from when it cannot be kept. `answers` and `choices` are as a case stores them."""

    version: ItemVersion
    handling: HandlingOption | None
    options: Sequence[HandlingOption]
    answers: Mapping[str, Any]
    answer_fates: Sequence[AnswerFate]
    choices: Choices
    choice_fates: Sequence[ChoiceFate]
    paper_fates: Sequence[PaperFate]


def newer_version(case: Case) -> ItemVersion | None:
    """The version in force that took the place of a draft's own; nothing for what was filed, which keeps its own."""
    if case.state != CaseState.DRAFT or case.version.state == VersionState.PUBLISHED:
        return None
    return successor_of(case.version)


def migration_of(case: Case, version: ItemVersion, handling: HandlingOption | None = None) -> Migration:
    """What becomes of a draft under `version`; `handling` is what was chosen where the former option is gone."""
    options = list(version.handlingoption_set.all())
    kept = next((one for one in options if case.handling and one.name == case.handling.name), None)
    asked = kept is None and (case.handling is not None or not case.version.handlingoption_set.exists())
    moved = copy.copy(case)
    moved.version, moved.handling = version, kept or handling
    moved.choices, choice_fates = migrate_choices(
        _questions(case.version_id),
        _questions(version.pk),
        option_ids(case.choices),
    )
    answers, answer_fates = _answers(case, moved)
    return Migration(
        version=version,
        handling=moved.handling,
        options=options if asked else [],
        answers=answers,
        answer_fates=answer_fates,
        choices=moved.choices,
        choice_fates=choice_fates,
        paper_fates=_papers(case, moved),
    )


def _answers(case: Case, moved: Case) -> tuple[dict[str, Any], list[AnswerFate]]:
    moved.answers = {}
    new = filling_of(moved)
    return migrate_answers(
        form_of(case.version_id),
        new.form,
        case.answers,
        before=filling_of(case).evaluate(case.answers),
        work_out=new.evaluate,
        faults_in=new.faults,
    )


def _papers(case: Case, moved: Case) -> list[PaperFate]:
    had = [_paper(one.spec, one.required) for one in case.materials.select_related("spec").order_by("spec__order")]
    specs = {spec.pk: spec for spec in materials_of(moved.version_id)}
    needed = outcome_of_case(moved).materials
    return migrate_papers(had, [_paper(specs[one.spec_id], one.required) for one in needed])


def _paper(spec: MaterialSpec, required: bool) -> Paper:
    return Paper(spec.pk, spec.name, required, spec.standard_code)


def _questions(version_id: int) -> list[Question]:
    return [
        Question(one.id, one.ask, {option.label: option.id for option in one.options}, one.takes_several)
        for one in situations_of(version_id)
    ]
