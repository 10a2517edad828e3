"""Named reads of reviews."""

from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from cases.models import Proceeding
from core import clock
from identity.actors import Actor
from identity.models import Duty, Role, Staff
from items.models import StageDuty
from linkage.models import Review

ROW = ("stage", "holder", "post__department", "case__version", "case__department", "case__handling")


def visible_to(actor: Actor) -> QuerySet[Review]:
    """Reviews that wait or waited for a post this actor holds; nobody else sees a work list."""
    if not actor.post_ids:
        return Review.objects.none()
    return Review.objects.filter(post_id__in=actor.post_ids)


def open_reviews(actor: Actor, after: Review | None = None) -> QuerySet[Review]:
    """The work list: what waits for this actor's posts, the most urgent first, what has no limit last; after a row of
    the page before."""
    found = visible_to(actor).filter(closed_at=None).select_related(*ROW)
    if after is not None and after.due_at is not None:
        later = Q(due_at__gt=after.due_at) | Q(due_at=None)
        found = found.filter(later | Q(due_at=after.due_at, pk__gt=after.pk))
    elif after is not None:
        found = found.filter(due_at=None, pk__gt=after.pk)
    return found.order_by(F("due_at").asc(nulls_last=True), "pk")


def cases_reviewed_by(actor: Actor) -> Q:
    """Cases a reviewer may open: those in which one of his posts was asked."""
    asked = Review.objects.filter(post_id__in=actor.post_ids).values("case_id")
    return Q(pk__in=asked)


def decided_reviews(actor: Actor, after: Review | None = None) -> QuerySet[Review]:
    """What this actor decided himself, the latest first; after a row of the page before."""
    found = visible_to(actor).filter(decided_by_id=actor.staff_id).select_related(*ROW)
    return (found.filter(pk__lt=after.pk) if after else found).order_by("-pk")


def reviews_of_bodies(actor: Actor) -> QuerySet[Review]:
    """Open reviews at the posts of the bodies this actor leads: what he may give to another colleague (转办)."""
    if not actor.has_role(Role.LEADER):
        return Review.objects.none()
    return Review.objects.filter(closed_at=None, post__department_id__in=actor.department_ids).select_related(*ROW)


def reassignable_by(actor: Actor) -> QuerySet[Review]:
    """Open reviews this actor may give to a colleague: those he holds himself, and those of the bodies he leads."""
    own = Q(holder_id=actor.staff_id, post_id__in=actor.post_ids)
    led = Q(post__department_id__in=actor.department_ids) if actor.has_role(Role.LEADER) else Q()
    return Review.objects.filter(own | led, closed_at=None).select_related(*ROW)


def staff_at(post_ids: Collection[int]) -> QuerySet[Staff]:
    """Who holds one of these posts today and can sign in."""
    today = clock.today()
    duties = Duty.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today, post_id__in=post_ids)
    return Staff.objects.filter(pk__in=duties.values("staff_id"), account__is_active=True).order_by("number")


def barred_from(review: Review) -> set[int]:
    """Keys of staff who may not speak at this review: whoever reviewed the case from another post does not decide it
    (S-15), nor whoever began it for the body, and whoever presides over its hearing does not review it (XKF 48)."""
    barred = set(review.case.hearings.exclude(host=None).values_list("host_id", flat=True))
    if review.stage.duty == StageDuty.DECIDE:
        earlier = review.run.reviews.exclude(decided_by=None).exclude(stage_id=review.stage_id)
        barred |= set(earlier.exclude(post_id=review.post_id).values_list("decided_by_id", flat=True))
        barred |= set(Proceeding.objects.filter(case_id=review.case_id).values_list("begun_by_id", flat=True))
    return barred


def colleagues_for(review: Review) -> QuerySet[Staff]:
    """Who else may speak at this review: those who hold its post today and are not barred from it."""
    return staff_at([review.post_id]).exclude(pk__in=barred_from(review) | {review.holder_id or 0})


def held_by_colleague(review: Review, actor: Actor) -> bool:
    """Whether a colleague who still holds the post has claimed the review."""
    if review.holder_id in {None, actor.staff_id}:
        return False
    return staff_at([review.post_id]).filter(pk=review.holder_id).exists()
