"""Verdicts through the real flow."""

import pytest

from cases.models import CaseState
from cases.services.issuing import withdraw_case
from core.refusal import Refusal
from identity.actors import Actor
from linkage.models import Outcome, Review, Run, Step, Verdict
from linkage.services.reviewing import Decision
from tests import world
from tests.linkage.panels import APPROVE, FIVE, OBJECT, accepted, open_reviews, panel_item, speak

pytestmark = pytest.mark.usefixtures("calendar")


def test_five_departments_review_in_parallel_and_the_stage_closes_when_all_spoke() -> None:
    case = accepted(panel_item("ALL"))
    reviews = open_reviews(case)
    assert {review.post.department.key for review in reviews} == set(FIVE)
    for review in reviews[:4]:
        speak(review, APPROVE)
    assert len(open_reviews(case)) == 1
    speak(reviews[4], APPROVE)
    (decision,) = open_reviews(case)
    assert decision.stage.title == "决定"
    speak(decision, APPROVE)
    case.refresh_from_db()
    assert case.state == CaseState.GRANTED


def test_a_veto_closes_the_stage_at_once_and_silent_seats_are_closed_without_a_verdict() -> None:
    case = accepted(panel_item("VETO"))
    reviews = open_reviews(case)
    speak(reviews[2], OBJECT)
    (decision,) = open_reviews(case)
    assert decision.stage.title == "决定"
    silent = Review.objects.filter(case=case, verdict="", closed_at__isnull=False)
    assert silent.count() == 4
    with pytest.raises(Refusal) as refused:
        speak(silent[0], APPROVE)
    assert refused.value.code == "already_decided"


def test_after_an_objection_the_decider_can_only_refuse_with_the_objections_as_reasons() -> None:
    """C-17."""
    case = accepted(panel_item("ALL"))
    for review, decision in zip(open_reviews(case), [APPROVE, OBJECT, APPROVE, APPROVE, APPROVE], strict=True):
        speak(review, decision)
    (last,) = open_reviews(case)
    with pytest.raises(Refusal) as refused:
        speak(last, APPROVE)
    assert refused.value.code == "cannot_approve"
    speak(last, Decision(Verdict.OBJECT, "依据会审意见，不予许可"))
    case.refresh_from_db()
    assert case.state == CaseState.REFUSED
    assert "间距不足" in case.reasons and "依据会审意见" in case.reasons


def test_one_approval_is_enough_where_the_rule_says_any() -> None:
    case = accepted(panel_item("ANY"))
    speak(open_reviews(case)[3], APPROVE)
    assert [review.stage.title for review in open_reviews(case)] == ["决定"]


def test_a_case_sent_back_is_reviewed_again_in_a_new_round() -> None:
    """C-18."""
    case = accepted(world.item())
    speak(open_reviews(case)[0], APPROVE)
    speak(open_reviews(case)[0], Decision(Verdict.RETURN, "请补充现场照片核对"))
    (again,) = open_reviews(case)
    assert (again.stage.title, again.round) == ("审查", 2)
    speak(again, APPROVE)
    speak(open_reviews(case)[0], APPROVE)
    case.refresh_from_db()
    assert case.state == CaseState.GRANTED


def test_whoever_reviewed_may_not_decide() -> None:
    """S-15."""
    case = accepted(world.item())
    both = world.staff("科室审查岗")
    leader_post = world.department().posts.get(name="分管领导岗")
    speak(open_reviews(case)[0], APPROVE, by=both)
    same = Actor(**{**_fields(both), "post_ids": both.post_ids | {leader_post.pk}})
    with pytest.raises(Refusal) as refused:
        speak(open_reviews(case)[0], APPROVE, by=same)
    assert refused.value.code == "same_person"


def test_a_route_may_seat_the_deciding_post_in_an_earlier_stage_as_well() -> None:
    """S-15 parts handling from deciding; a leader who presided over a panel may still decide."""
    route = [
        world.stage("受理", "窗口受理岗"),
        world.stage("专题会审", "分管领导岗"),
        world.stage("决定", "分管领导岗"),
    ]
    case = accepted(world.item(route=route))
    leader = world.staff("分管领导岗")
    speak(open_reviews(case)[0], APPROVE, by=leader)
    speak(open_reviews(case)[0], APPROVE, by=leader)
    case.refresh_from_db()
    assert case.state == CaseState.GRANTED


def _fields(actor: Actor) -> dict[str, object]:
    return {name: getattr(actor, name) for name in Actor.__slots__}


def test_a_review_belongs_to_its_post_and_is_decided_once() -> None:
    case = accepted(world.item())
    (review,) = open_reviews(case)
    with pytest.raises(Refusal) as refused:
        speak(review, APPROVE, by=world.staff("科室审查岗", "住建局"))
    assert refused.value.code == "forbidden"
    speak(review, APPROVE)
    with pytest.raises(Refusal) as refused:
        speak(review, APPROVE)
    assert refused.value.code == "already_decided" and refused.value.conflict


def test_a_withdrawn_case_leaves_no_open_review_and_no_live_step() -> None:
    """C-19."""
    case = accepted(panel_item("ALL"))
    speak(open_reviews(case)[0], APPROVE)
    withdraw_case(case, by=world.citizen())
    assert open_reviews(case) == []
    assert Run.objects.get(case=case).outcome == Outcome.CANCELLED
    assert not Step.objects.filter(process__case=case, finished=None).exists()


def test_an_item_without_reviews_is_granted_with_its_acceptance() -> None:
    """C-11."""
    at_once = {"kind": "instant", "promised": {"days": 0, "unit": "working"}}
    case = accepted(world.item(route=[world.stage("受理", "窗口受理岗", 0)], **at_once))
    case.refresh_from_db()
    assert case.state == CaseState.GRANTED
