"""What an approval costs in statements, however many cases there are and however much was decided before."""

import pytest

from cases.models import Case
from items.models import ItemVersion
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world
from tests.linkage.panels import APPROVE, accepted, open_reviews, panel_item, reviewer_of, speak
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("calendar")
STEP, LAST_OF_PANEL = 16, 30


def cost(review: Review, decision: Decision = APPROVE) -> list[str]:
    by = reviewer_of(review)
    return statements_of(lambda: give_verdict(review, decision, by=by))


def warmed(version: ItemVersion) -> ItemVersion:
    """The version after one case of it was reviewed to the end, so that its frozen parts are at hand."""
    case = accepted(version)
    while reviews := open_reviews(case):
        speak(reviews[0], APPROVE)
    return version


def before_the_last_voice(version: ItemVersion) -> Review:
    reviews = open_reviews(accepted(version))
    for review in reviews[:-1]:
        speak(review, APPROVE)
    return reviews[-1]


def test_an_approval_step_takes_at_most_sixteen_statements() -> None:
    (review,) = open_reviews(accepted(warmed(world.item())))
    spent = cost(review)
    assert len(spent) <= STEP, "\n".join(spent)


def test_the_last_step_of_a_parallel_stage_takes_at_most_thirty_statements() -> None:
    spent = cost(before_the_last_voice(warmed(panel_item("ALL"))))
    assert len(spent) <= LAST_OF_PANEL, "\n".join(spent)


def test_a_step_costs_the_same_with_one_case_and_with_fifty() -> None:
    version = warmed(world.item())
    alone = cost(open_reviews(accepted(version))[0])
    cases = [accepted(version) for _place in range(50)]
    assert len(cost(open_reviews(cases[25])[0])) == len(alone)


def test_a_step_costs_the_same_after_ten_rounds_of_sending_back() -> None:
    """O(1) in the steps done before: no history is read again."""
    version = warmed(world.item())
    fresh: Case = accepted(version)
    first = len(cost(open_reviews(fresh)[0]))
    bounced = accepted(version)
    for _round in range(10):
        speak(open_reviews(bounced)[0], APPROVE)
        speak(open_reviews(bounced)[0], Decision(Verdict.RETURN, "请补充现场照片核对"))
    assert len(cost(open_reviews(bounced)[0])) == first


def test_the_last_voice_costs_the_same_in_a_panel_of_two_and_of_five() -> None:
    two = cost(before_the_last_voice(warmed(panel_item("ALL", "资规局", "住建局"))))
    five = cost(before_the_last_voice(warmed(panel_item("ALL"))))
    assert len(five) == len(two)
