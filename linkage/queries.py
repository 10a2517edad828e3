"""Named reads of reviews."""

from django.db.models import F, Q, QuerySet

from identity.actors import Actor
from linkage.models import Review

ROW = ("stage", "post__department", "case__version", "case__department", "case__handling")


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
