"""A case is read and held once in a transaction, however many verbs work on it."""

from contextlib import suppress

import pytest

from cases.models import Case
from cases.services.life import locked
from core.refusal import Refusal
from tests import world
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("calendar")


@pytest.fixture
def case() -> Case:
    return world.draft(world.item(), world.citizen())


def test_a_verb_inside_a_verb_works_on_the_very_case_the_outer_one_holds(case: Case) -> None:
    with locked(case) as outer:
        outer.reasons = "not saved yet"

        def inner() -> None:
            with locked(Case(pk=case.pk)) as held:
                assert held is outer

        assert statements_of(inner) == []


def test_another_case_is_read_and_so_is_the_same_case_in_the_next_transaction(case: Case) -> None:
    other = world.draft(world.item(), world.citizen())
    with locked(case) as first, locked(other) as second:
        assert (first.pk, second.pk) == (case.pk, other.pk)
    with locked(case) as later:
        assert later is not first


def test_an_inner_verb_that_fails_leaves_nothing_of_the_outer_one_even_if_that_looks_away(case: Case) -> None:
    with locked(case) as outer:
        outer.reasons = "half done"
        outer.save(update_fields=["reasons"])
        with suppress(Refusal), locked(case):
            raise Refusal("no", "No.")
    case.refresh_from_db()
    assert case.reasons == ""
