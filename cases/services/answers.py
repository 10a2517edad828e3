"""What is typed into a form becomes the answers of a case: worked out, checked, refused when it is not complete."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.filling import Filling, filling_of, missing_answers
from core.refusal import Refusal
from items.formwords import fault_words
from items.rules.answers import Fault
from items.rules.forms import Evaluated


def settle(case: Case, typed: Mapping[str, Any]) -> Evaluated:
    """What the answers of a locked case become with what was typed: what does not apply goes, what is read-only or
    computed is worked out anew, whoever sent it. The caller saves `answers`."""
    evaluated = filling_of(case).evaluate({**case.answers, **typed})
    case.answers = dict(evaluated.answers)
    return evaluated


def check_answers(case: Case) -> None:
    """Work the form of a locked case out for this day and refuse `incomplete` with every answer that is missing or
    wrong, by its path. The caller saves `answers`."""
    found = filling_of(case)
    evaluated = found.evaluate(case.answers)
    case.answers = dict(evaluated.answers)
    if wrong := found.faults(evaluated):
        raise refusal_of(found, wrong)


def check_filled_in(case: Case) -> None:
    """Refuse `incomplete` while a case that was opened at the window lacks an answer its form must have. What was typed
    there was checked when it was kept, so that a limit that moved on with the day does not stop the acceptance."""
    if missing := missing_answers(case):
        sentence = _("Still to be answered: %(names)s.") % {"names": "、".join(missing)}
        raise Refusal("incomplete", sentence, field="answers")


def refusal_of(found: Filling, wrong: Sequence[Fault]) -> Refusal:
    """The refusal that says what is missing by the labels of the form, and everything wrong by its path."""
    missing = [found.form.row(fault.key).label for fault in wrong if fault.code == "required" and not fault.place]
    sentence = _("Still to be answered: %(names)s.") % {"names": "、".join(missing)} if missing else ""
    faults = {f"answers.{fault.path}": fault_words(fault, found.form.row(fault.key)) for fault in wrong}
    if not missing:
        first = wrong[0]
        label = found.form.row(first.key).label
        sentence = _("%(label)s: %(problem)s") % {"label": label, "problem": faults[f"answers.{first.path}"]}
    return Refusal("incomplete", sentence, field=f"answers.{wrong[0].path}", faults=faults)
