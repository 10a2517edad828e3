"""Named reads of reviews."""

from django.db.models import Q, QuerySet

from identity.actors import Actor
from linkage.models import Review


def visible_to(actor: Actor) -> QuerySet[Review]:
    """Reviews that wait or waited for a post this actor holds; nobody else sees a work list."""
    if not actor.post_ids:
        return Review.objects.none()
    return Review.objects.filter(post_id__in=actor.post_ids)


def open_reviews(actor: Actor) -> QuerySet[Review]:
    """The work list: what waits for this actor's posts, the most urgent first."""
    return (
        visible_to(actor)
        .filter(closed_at=None)
        .select_related("stage", "post__department", "case__version", "case__department", "case__handling")
        .order_by("due_at", "id")
    )


def cases_reviewed_by(actor: Actor) -> Q:
    """Cases a reviewer may open: those in which one of his posts was asked."""
    asked = Review.objects.filter(post_id__in=actor.post_ids).values("case_id")
    return Q(pk__in=asked)


def decided_reviews(actor: Actor) -> QuerySet[Review]:
    """What this actor decided himself, the latest first."""
    related = ("stage", "post__department", "case__version", "case__department", "case__handling")
    return visible_to(actor).filter(decided_by_id=actor.staff_id).select_related(*related).order_by("-id")
