"""Reviewers who speak at the same moment: a stage goes on once, a review is decided once, nothing hangs."""

import pytest

from cases.models import Case, CaseState
from cases.services.issuing import withdraw_case
from core.models import EventRow
from linkage.events import StageOpened
from linkage.models import Outcome, Review, Run, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world
from tests.brokenness import broken
from tests.linkage.panels import APPROVE, OBJECT, accepted, open_reviews, panel_item, reviewer_of, speak
from tests.together import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("time", "calendar")]
ROUNDS = 10


def all_speak(reviews: list[Review], *decisions: Decision) -> list[object]:
    """Every reviewer gives his verdict at the same moment."""
    speakers = [(review, decision, reviewer_of(review)) for review, decision in zip(reviews, decisions, strict=True)]
    return at_once(
        *(
            lambda review=review, decision=decision, by=by: give_verdict(review, decision, by=by)
            for review, decision, by in speakers
        )
    )


def opened(case: Case, title: str) -> int:
    """How often a stage of this title was opened for the case."""
    return EventRow.objects.filter(stream="case", stream_id=case.pk, name=StageOpened.name(), data__title=title).count()


def test_two_reviewers_of_a_stage_who_finish_together_close_it_once() -> None:
    version = panel_item("ALL", "资规局", "住建局")
    for _round in range(ROUNDS):
        case = accepted(version)
        assert refusals(all_speak(open_reviews(case), APPROVE, APPROVE)) == []
        (decision,) = open_reviews(case)
        assert (decision.stage.title, opened(case, "决定")) == ("决定", 1)
        speak(decision, APPROVE)
        case.refresh_from_db()
        assert case.state == CaseState.GRANTED
    assert broken() == {}


def test_three_branches_that_finish_together_continue_once_whatever_they_say() -> None:
    version = panel_item("ALL", "资规局", "住建局", "人防办")
    for _round in range(ROUNDS // 2):
        case = accepted(version)
        assert refusals(all_speak(open_reviews(case), APPROVE, OBJECT, APPROVE)) == []
        (decision,) = open_reviews(case)
        assert (opened(case, "决定"), Run.objects.get(case=case).objected) == (1, True)
        speak(decision, Decision(Verdict.OBJECT, "依据会审意见，不予许可"))
        assert Run.objects.get(case=case).outcome == Outcome.REFUSED
    assert broken() == {}


@pytest.mark.parametrize("rule", ["ANY", "VETO"])
def test_where_one_voice_is_enough_the_slower_ones_are_told_that_it_is_decided(rule: str) -> None:
    version = panel_item(rule, "资规局", "住建局", "人防办")
    voice = APPROVE if rule == "ANY" else OBJECT
    for _round in range(3):
        case = accepted(version)
        late = refusals(all_speak(open_reviews(case), voice, voice, voice))
        assert [(refusal.code, refusal.conflict) for refusal in late] == [("already_decided", True)] * 2
        assert [review.stage.title for review in open_reviews(case)] == ["决定"]
        assert opened(case, "决定") == 1
    assert broken() == {}


def test_of_twenty_holders_of_one_post_one_decides_and_the_others_are_told() -> None:
    case = accepted(world.item())
    (review,) = open_reviews(case)
    holders = [reviewer_of(review) for _place in range(20)]
    answers = at_once(*(lambda by=by: give_verdict(review, APPROVE, by=by) for by in holders))
    late = refusals(answers)
    assert {(refusal.code, refusal.conflict) for refusal in late} == {("already_decided", True)}
    assert len(late) == 19
    review.refresh_from_db()
    assert review.verdict == Verdict.APPROVE and opened(case, "决定") == 1
    assert broken() == {}


def test_a_withdrawal_and_the_decision_at_the_same_moment_end_in_one_of_the_two() -> None:
    """C-19: before the decision, not with it."""
    version = world.item(route=[world.stage("受理", "窗口受理岗"), world.stage("决定", "分管领导岗")])
    for _round in range(ROUNDS):
        case = accepted(version)
        (review,) = open_reviews(case)
        leader, applicant = reviewer_of(review), world.citizen()
        granted, withdrawn = at_once(
            lambda review=review, leader=leader: give_verdict(review, APPROVE, by=leader),
            lambda case=case, applicant=applicant: withdraw_case(case, by=applicant),
        )
        (refusal,) = refusals([granted, withdrawn])
        assert refusal.conflict
        case.refresh_from_db()
        assert case.state == (CaseState.GRANTED if refusal is withdrawn else CaseState.WITHDRAWN)
        assert open_reviews(case) == []
    assert broken() == {}
