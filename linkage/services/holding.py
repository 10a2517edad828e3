"""Who of those at a post sees to a review: claimed, left to the others again, given to a colleague (转办)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.life import locked
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Role, Staff
from linkage.events import ReviewClaimed, ReviewReassigned, ReviewReleased
from linkage.models import Reassignment, Review
from linkage.queries import barred_from, held_by_colleague, open_reviews, staff_at

REASON_MIN, MOST_REASON = 4, 300
LOOKED_AT = 20
"""How many of the most urgent reviews are tried when somebody claims the next one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one review of several that were given away together; `sentence` is empty where it went."""

    review: Review
    sentence: str = ""


def claim_review(review: Review, *, by: Actor) -> Review:
    """Take a review of one's post upon oneself; from now on colleagues leave it alone. Its clock runs on.

    Refuses `forbidden` for another post, `already_decided` and `held` (conflicts) where a colleague was faster, and
    `same_person` for whoever may not speak at it (S-15). What is held by somebody who has left the post may be claimed.
    Publishes ReviewClaimed.
    """
    with locked(Case(pk=review.case_id)) as case:
        review = _open(review, case)
        if review.post_id not in by.post_ids or by.staff_id is None:
            raise Refusal("forbidden", _("This review belongs to another post."))
        if review.holder_id == by.staff_id:
            return review
        must_be_free(review, by)
        if by.staff_id in barred_from(review):
            raise _same_person()
        _give(review, by.staff_id)
        publish(ReviewClaimed(case_id=case.pk, review_id=review.pk, title=review.stage.title), by=by)
    return review


def claim_next(*, by: Actor) -> Review | None:
    """Claim the most urgent review that nobody has claimed; None where nothing is left. Publishes ReviewClaimed."""
    for review in open_reviews(by).filter(holder=None)[:LOOKED_AT]:
        try:
            return claim_review(review, by=by)
        except Refusal:
            continue
    return None


def release_review(review: Review, *, by: Actor) -> Review:
    """Leave a claimed review to the colleagues again. Refuses `forbidden` for anybody but its holder, `already_decided`
    (a conflict). Publishes ReviewReleased."""
    with locked(Case(pk=review.case_id)) as case:
        review = _open(review, case)
        if review.holder_id is None or review.holder_id != by.staff_id:
            raise Refusal("forbidden", _("You have not claimed this review."))
        _give(review, None)
        publish(ReviewReleased(case_id=case.pk, review_id=review.pk, title=review.stage.title), by=by)
    return review


def reassign_review(review: Review, receiver: Staff, *, reason: str, by: Actor) -> Reassignment:
    """Give a review to a colleague of the same post; no clock moves with it.

    Refuses `forbidden` for anybody but its holder or a leader of the body, `reason` under four characters, `receiver`
    for somebody who does not hold the post today or has it already, `same_person` for somebody who may not speak at it
    (S-15, XKF 48), `already_decided` (a conflict). Publishes ReviewReassigned.
    """
    if len(reason.strip()) < REASON_MIN:
        raise Refusal("reason", _("Say why in a few words."), field="reason")
    with locked(Case(pk=review.case_id)) as case:
        review = _open(review, case)
        if not may_reassign(review, by) or by.staff_id is None:
            raise Refusal("forbidden", _("Only its holder or the head of the body gives a review away."))
        if receiver.pk == review.holder_id:
            raise Refusal("receiver", _("This colleague has it already."), field="receiver")
        if not staff_at([review.post_id]).filter(pk=receiver.pk).exists():
            raise Refusal("receiver", _("Choose somebody who holds the same post today."), field="receiver")
        if receiver.pk in barred_from(review):
            raise _same_person()
        now = clock.now()
        made = Reassignment.objects.create(
            **{"review": review, "giver_id": review.holder_id, "receiver": receiver, "made_by_id": by.staff_id},
            **{"reason": reason.strip()[:MOST_REASON], "made_at": now},
        )
        _give(review, receiver.pk)
        event = ReviewReassigned(
            case_id=case.pk, review_id=review.pk, reassignment_id=made.pk, title=review.stage.title
        )
        publish(event, by=by, at=now)
    return made


def reassign_reviews(reviews: Iterable[Review], receiver: Staff, *, reason: str, by: Actor) -> list[Answer]:
    """Give several reviews to one colleague, for example when somebody leaves: each goes or stays on its own, and the
    answer says why one stayed. Refuses and publishes, for each, as `reassign_review`."""
    answers = []
    for review in reviews:
        try:
            reassign_review(review, receiver, reason=reason, by=by)
            answers.append(Answer(review))
        except Refusal as refusal:
            answers.append(Answer(review, refusal.sentence))
    return answers


def may_reassign(review: Review, by: Actor) -> bool:
    """Whether this person may give the review away: its holder, or a leader of the body whose post is asked."""
    holds = review.holder_id is not None and review.holder_id == by.staff_id and review.post_id in by.post_ids
    return holds or (by.has_role(Role.LEADER) and review.post.department_id in by.department_ids)


def must_be_free(review: Review, by: Actor) -> None:
    """Refuse `held` (a conflict) while a colleague who still holds the post has claimed the review."""
    if review.holder is not None and held_by_colleague(review, by):
        words = {"who": review.holder.name}
        raise Refusal("held", _("%(who)s has claimed this review.") % words, conflict=True)


def _open(review: Review, case: Case) -> Review:
    """The review as it stands now, under the lock of its case."""
    found = Review.objects.select_related("run", "stage", "post").get(pk=review.pk)
    found.case = case
    if found.closed_at is not None:
        raise Refusal("already_decided", _("This review has already been decided."), conflict=True)
    return found


def _give(review: Review, staff_id: int | None) -> None:
    review.holder_id = staff_id
    review.save(update_fields=["holder"])


def _same_person() -> Refusal:
    return Refusal("same_person", _("Whoever reviewed a case may not decide it as well."), field="receiver")
