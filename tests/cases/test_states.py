"""The declared machine of the case: what the documentation draws, what guards it, what tells of it."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from cases.drawing import life_document
from cases.models import CaseState
from cases.states import Step, steps

STEPS = steps()


def test_the_drawing_in_the_documentation_is_the_machine_that_runs() -> None:
    """C-01 … C-24: `manage.py draw_case_life` writes it anew."""
    assert (settings.BASE_DIR / "docs" / "case-life.md").read_text(encoding="utf-8") == life_document()


def test_every_state_is_reached_and_every_open_one_is_left() -> None:
    reached = {step.target for step in STEPS} | {CaseState.DRAFT}
    left = {source for step in STEPS for source in step.sources}
    assert reached == set(CaseState)
    assert left == {state for state in CaseState if not state.is_final}


def test_an_accepted_case_has_no_silent_exit() -> None:
    """C-20: after acceptance it ends by a decision, by the applicant or with a paper of its own, never as returned."""
    ends = {step.target for step in STEPS if step.sources[0] in {CaseState.ACCEPTED, CaseState.IN_REVIEW}}
    assert CaseState.RETURNED not in ends and CaseState.DECLINED not in ends


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_guard_is_a_refusal_some_verb_raises(step: Step) -> None:
    assert set(step.law.guards) <= refusals_in(settings.BASE_DIR / "cases" / "services")


def test_no_event_tells_of_two_states() -> None:
    """Invariant 3: the last event of a history says the state."""
    told = [(step.law.event, step.target) for step in STEPS if step.law.event]
    assert len(dict(told)) == len(set(told))


def refusals_in(folder: Path) -> set[str]:
    """The codes of all refusals written in these modules."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                found |= {part.value for part in node.args[:1] if isinstance(part, ast.Constant)}
    return found
