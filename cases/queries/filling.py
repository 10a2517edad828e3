"""One application's form with everything that decides about it: facts, what is known already, the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Case, CaseProject
from cases.queries.facts import application_facts
from core import clock
from core.queries.calendar import working_calendar
from core.workcalendar import MissingYear
from items import frozen, prefill
from items.prefill import Known, Subject
from items.rules import answers as rules
from items.rules.answers import Fault
from items.rules.forms import EMPTY, Evaluated, Form, evaluate
from items.rules.formulas import Moment


@dataclass(frozen=True, slots=True)
class Filling:
    """`known` by prefill name; `locked` are verified answers by key, `held` those that read-only rows keep."""

    form: Form
    facts: Mapping[str, Any]
    known: Mapping[str, Known]
    locked: Mapping[str, Any]
    held: Mapping[str, Any]
    moment: Moment

    def evaluate(self, answers: Mapping[str, Any]) -> Evaluated:
        """What the form says about these answers, in their normal form as far as they fit."""
        return evaluate(
            self.form,
            {key: _normal(self.form, key, answer) for key, answer in answers.items() if answer not in EMPTY},
            facts=self.facts,
            moment=self.moment,
            locked=self.locked,
            held=self.held,
        )

    def faults(self, evaluated: Evaluated, *, complete: bool = True) -> list[Fault]:
        """What is wrong with evaluated answers; what is missing only when it is `complete`."""
        return rules.faults(self.form, evaluated, self.moment, complete=complete)


def filling_of(case: Case) -> Filling:
    """The form of a case, saved or about to be; what is known is read only where the form asks for it."""
    form = frozen.form_of(case.version_id)
    known = known_to(case, form)
    return filling(form, application_facts(case), known, saved=case.answers)


def missing_answers(case: Case) -> list[str]:
    """Labels of the questions that must be answered and are not, in order."""
    found = filling_of(case)
    faults = found.faults(found.evaluate(case.answers))
    return [found.form.row(fault.key).label for fault in faults if fault.code == "required" and not fault.place]


def filling(form: Form, facts: Mapping[str, Any], known: Mapping[str, Known], saved: Mapping[str, Any]) -> Filling:
    """The same for an application that is not saved yet, such as one that comes over the API."""
    locked, held = dict[str, Any](), dict[str, Any]()
    for row in form.questions:
        found = known.get(row.prefill) if row.prefill else None
        answer = rules.from_words(row, found.value) if found else row.default
        if answer not in EMPTY:
            held[row.key] = answer
            if found and found.verified and not rules.faults_of(row, answer, facts, moment_now()):
                locked[row.key] = answer
    return Filling(form, facts, known, locked, {**held, **saved}, moment_now())


def known_to(case: Case, form: Form | None = None) -> dict[str, Known]:
    """What is already known about the applicant, by prefill name (I-07)."""
    form = form or frozen.form_of(case.version_id)
    names = {row.prefill for row in form.questions if row.prefill}
    if not names:
        return {}
    of_project = any(name.startswith("project.") for name in names)
    project = CaseProject.objects.filter(case=case).values_list("project_id", flat=True).first() if of_project else None
    subject = Subject(case.applicant_id, case.applicant.kind, case.version.item_id, case.pk, project)
    return prefill.known_for(subject, names)


def moment_now() -> Moment:
    """Today, and the working calendar as far as it reaches."""
    return Moment(clock.today(), _working_days)


def _working_days(after: date, until: date) -> int | None:
    try:
        return working_calendar().working_days_between(after, until)
    except MissingYear:
        return None


def _normal(form: Form, key: str, answer: Any) -> Any:
    row = next((row for row in form.questions if row.key == key), None)
    try:
        return answer if row is None else rules.normal(row, answer)
    except rules.Unfit:
        return answer
