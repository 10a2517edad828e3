"""Reviews that one of several colleagues claims, leaves again, or gives to another (转办)."""

from datetime import timedelta

import pytest

from cases.models import Clock
from cases.pages.story import story_of
from core import clock
from core.models import EventRow
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Duty, Staff
from identity.queries import actor_of
from linkage.models import Reassignment, Review
from linkage.services.holding import claim_next, claim_review, reassign_review, reassign_reviews, release_review
from notices.models import Message
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.linkage.panels import APPROVE, accepted, open_reviews, speak
from tests.together import at_once, refusals

pytestmark = pytest.mark.usefixtures("calendar")
WHY = "出差一周，请同事接办"


def person(actor: Actor) -> Staff:
    return Staff.objects.get(pk=actor.staff_id)


def waiting() -> Review:
    return open_reviews(accepted(world.item()))[0]


def clocks(review: Review) -> list[dict[str, object]]:
    return list(Clock.objects.filter(case_id=review.case_id).order_by("pk").values())


def left(actor: Actor) -> Actor:
    """The same person after his last day at the post."""
    Duty.objects.filter(staff_id=actor.staff_id).update(until=clock.today() - timedelta(days=1))
    return actor_of(person(actor).account)  # type: ignore[arg-type]


def test_a_claimed_review_is_left_to_its_holder_until_he_releases_it() -> None:
    review, first, second = waiting(), world.staff("科室审查岗"), world.staff("科室审查岗")
    claim_review(review, by=first)
    for deed in (lambda: claim_review(review, by=second), lambda: speak(review, APPROVE, by=second)):
        with pytest.raises(Refusal) as refused:
            deed()
        assert (refused.value.code, refused.value.conflict) == ("held", True)
    with pytest.raises(Refusal) as refused:
        release_review(review, by=second)
    assert refused.value.code == "forbidden"
    release_review(review, by=first)
    speak(review, APPROVE, by=second)
    assert broken() == {}


def test_the_holder_gives_his_review_to_a_colleague_and_no_clock_moves() -> None:
    """T-33: who sees to a case never changes when it is due."""
    review, giver, receiver = waiting(), world.staff("科室审查岗"), world.staff("科室审查岗")
    claim_review(review, by=giver)
    due, before = Review.objects.get(pk=review.pk).due_at, clocks(review)
    made = reassign_review(review, person(receiver), reason=f" {WHY} ", by=giver)
    assert (made.giver_id, made.receiver_id, made.reason) == (giver.staff_id, receiver.staff_id, WHY)
    assert (Review.objects.get(pk=review.pk).due_at, clocks(review)) == (due, before)
    with pytest.raises(Refusal) as refused:
        speak(review, APPROVE, by=giver)
    assert refused.value.code == "held"
    speak(review, APPROVE, by=receiver)
    assert broken() == {}


def test_a_reassignment_stands_in_the_history_and_both_are_told() -> None:
    review, giver, receiver = waiting(), world.staff("科室审查岗"), world.staff("科室审查岗")
    claim_review(review, by=giver)
    reassign_review(review, person(receiver), reason=WHY, by=giver)
    drain(["interactive"])
    drain(["interactive"])
    told = Message.objects.filter(kind="linkage.ReviewReassigned")
    assert {message.account_id for message in told} == {giver.account_id, receiver.account_id}
    assert all(WHY in message.text for message in told)
    events = EventRow.objects.filter(stream="case", stream_id=review.case_id, name="linkage.ReviewReassigned")
    assert WHY not in str(events.get().data)
    case = review.case
    assert any(WHY in step["note"] for step in story_of(case, names=True))
    assert not any(WHY in step["note"] for step in story_of(case))
    page = signed_in(world.staff("监察岗", "监委")).get(f"/supervision/cases/{case.pk}/")
    assert WHY in page.content.decode()


def test_only_its_holder_or_the_leader_gives_a_review_away_and_only_to_a_colleague_of_the_post() -> None:
    review, holder, colleague = waiting(), world.staff("科室审查岗"), world.staff("科室审查岗")
    claim_review(review, by=holder)
    for stranger in (colleague, world.staff("窗口受理岗"), world.staff("分管领导岗", "住建局")):
        with pytest.raises(Refusal) as refused:
            reassign_review(review, person(colleague), reason=WHY, by=stranger)
        assert refused.value.code == "forbidden"
    left(colleague)
    elsewhere = [world.staff("科室审查岗", "住建局"), world.staff("窗口受理岗"), holder, colleague]
    for wrong in elsewhere:
        with pytest.raises(Refusal) as refused:
            reassign_review(review, person(wrong), reason=WHY, by=world.staff("分管领导岗"))
        assert refused.value.code == "receiver"
    with pytest.raises(Refusal) as refused:
        reassign_review(review, person(world.staff("科室审查岗")), reason="走 ", by=holder)
    assert refused.value.code == "reason"


def test_whoever_handled_a_case_cannot_be_given_its_decision() -> None:
    """S-15."""
    case = accepted(world.item())
    both = world.staff("科室审查岗")
    speak(open_reviews(case)[0], APPROVE, by=both)
    Duty.objects.create(
        staff_id=both.staff_id, post=world.department().posts.get(name="分管领导岗"), since=clock.today()
    )
    both, leader = actor_of(person(both).account), world.staff("分管领导岗")  # type: ignore[arg-type]
    (decision,) = open_reviews(case)
    deeds = (
        lambda: claim_review(decision, by=both),
        lambda: reassign_review(decision, person(both), reason=WHY, by=leader),
    )
    for deed in deeds:
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.code == "same_person"
    page = signed_in(leader).get(f"/desk/reviews/{decision.pk}/reassign/")
    assert person(both) not in page.context["form"].fields["receiver"].queryset


def test_what_somebody_held_who_left_the_post_may_be_claimed_by_a_colleague() -> None:
    review, gone, colleague = waiting(), world.staff("科室审查岗"), world.staff("科室审查岗")
    claim_review(review, by=gone)
    gone = left(gone)
    with pytest.raises(Refusal) as refused:
        reassign_review(review, person(colleague), reason=WHY, by=gone)
    assert refused.value.code == "forbidden"
    assert claim_review(review, by=colleague).holder_id == colleague.staff_id


def test_the_leader_gives_all_reviews_of_somebody_who_leaves_to_one_colleague_each_with_its_own_answer() -> None:
    """S-15: the one he may not decide stays where it was."""
    first, second = waiting(), waiting()
    leaver, heir, leader = world.staff("科室审查岗"), world.staff("科室审查岗"), world.staff("分管领导岗")
    for review in (first, second):
        claim_review(review, by=leaver)
    elsewhere = open_reviews(accepted(world.item("住建局")))[0]
    done = waiting()
    speak(done, APPROVE)
    answers = reassign_reviews([first, elsewhere, done, second], person(heir), reason=WHY, by=leader)
    assert [bool(answer.sentence) for answer in answers] == [False, True, True, False]
    assert set(Review.objects.filter(holder_id=heir.staff_id)) == {first, second}
    assert Reassignment.objects.count() == 2


def test_the_leaders_page_gives_the_ticked_reviews_away_and_says_what_became_of_each() -> None:
    mine, other = waiting(), waiting()
    leaver, heir = world.staff("科室审查岗"), world.staff("科室审查岗")
    claim_review(mine, by=leaver)
    desk = signed_in(world.staff("分管领导岗"))
    listed = desk.get(f"/desk/reviews/held/?holder={leaver.staff_id}")
    assert [row["key"] for row in listed.context["rows"]] == [mine.pk]
    given = {"review": [mine.pk], "receiver": heir.staff_id, "reason": WHY}
    answered = desk.post("/desk/reviews/held/", given)
    assert [answer["sentence"] for answer in answered.context["answers"]] == [""]
    assert Review.objects.get(pk=mine.pk).holder_id == heir.staff_id
    assert Review.objects.get(pk=other.pk).holder_id is None


HOSTILE = [
    *({}, {"review": "1 OR 1"}, {"review": "9" * 5000, "reason": WHY}, {"review": "1", "receiver": "1", "reason": ""}),
    *({"receiver": "-1", "reason": "x" * 400}, {"receiver": "<script>", "reason": WHY}),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_nobody_means_gives_no_review_away(typed: dict[str, str]) -> None:
    review, leader = waiting(), signed_in(world.staff("分管领导岗"))
    for address in ("/desk/reviews/held/", f"/desk/reviews/{review.pk}/reassign/"):
        assert leader.post(address, typed).status_code == 422
    assert not Reassignment.objects.exists()


def test_claiming_the_next_takes_the_most_urgent_review_nobody_has() -> None:
    first, second, me = waiting(), waiting(), world.staff("科室审查岗")
    claim_review(first, by=world.staff("科室审查岗"))
    answer = signed_in(me).post("/desk/reviews/next/")
    assert answer.headers["Location"] == f"/desk/reviews/{second.pk}/"
    assert claim_next(by=me) is None


def test_the_review_page_says_who_has_it_and_offers_no_verdict_to_the_others() -> None:
    review, holder, other = waiting(), world.staff("科室审查岗"), world.staff("科室审查岗")
    address = f"/desk/reviews/{review.pk}/"
    assert signed_in(holder).post(f"{address}claim/").status_code == 302
    shown = signed_in(other).get(address)
    assert not shown.context["may_decide"] and holder.name in shown.content.decode()
    assert signed_in(holder).get(address).context["may_decide"]
    assert signed_in(other).post(f"{address}release/").status_code == 302
    assert Review.objects.get(pk=review.pk).holder_id == holder.staff_id
    signed_in(holder).post(f"{address}release/")
    assert signed_in(other).get(address).context["may_decide"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("time")
def test_of_two_who_claim_at_once_one_gets_the_review() -> None:
    review = waiting()
    people = [world.staff("科室审查岗") for _each in range(2)]
    answers = at_once(*(lambda by=by: claim_review(review, by=by) for by in people))
    assert [refusal.code for refusal in refusals(answers)] == ["held"]
    assert broken() == {}
