"""Who has which reviews, as view models: on the page of one, and in the leader's overview."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.pages.wizard import caption
from core import clock
from core.datewords import datetime_words
from core.queries.paging import Page
from identity.actors import Actor
from identity.models import Staff
from linkage.looks import badge_of_review
from linkage.models import Review
from linkage.queries import held_by_colleague
from linkage.services.holding import Answer, may_reassign

MOST_HOLDERS = 40


def held_page(reviews: QuerySet[Review], page: Page[Review], holder: str, answers: Sequence[Answer]) -> dict[str, Any]:
    """Rows of one page, filters by holder with their counts, and what became of those just given away."""
    counts = reviews.order_by().values("holder_id").annotate(n=Count("pk")).order_by("-n")[:MOST_HOLDERS]
    found: dict[int | None, int] = {row["holder_id"]: row["n"] for row in counts}
    names = dict(Staff.objects.filter(pk__in=[key for key in found if key]).values_list("pk", "name"))
    people = [(str(key), names[key], count) for key, count in found.items() if key]
    nobody = [("nobody", _("Claimed by nobody"), found[None])] if None in found else []
    filters = [("", _("All"), sum(found.values())), *nobody, *people]
    return {
        "title": _("Who reviews what"),
        "filters": [
            {"label": label, "count": count, "href": f"?holder={key}" if key else "?", "current": key == holder}
            for key, label, count in filters
        ],
        "rows": [_row(review) for review in page.rows],
        "answers": [
            {
                "name": caption(one.review.case),
                "number": one.review.case.case_no or one.review.case.receipt_no,
                "sentence": one.sentence,
            }
            for one in answers
        ],
        "why": _("No review waits at the posts of your body."),
    }


def holding_of(review: Review, actor: Actor) -> dict[str, Any]:
    """Who has claimed this review, and what its reader may do about that; he holds its post and it is open."""
    href = {name: reverse(f"linkage:{name}", args=[review.pk]) for name in ("claim", "release", "reassign")}
    mine, free = review.holder_id == actor.staff_id, not held_by_colleague(review, actor)
    if mine:
        words = _("You have claimed this review; your colleagues leave it to you.")
    elif review.holder is None:
        words = _("Nobody has claimed this review.")
    elif free:
        words = _("%(who)s had claimed this review and no longer holds the post.") % {"who": review.holder.name}
    else:
        words = _("%(who)s has claimed this review.") % {"who": review.holder.name}
    return {
        "words": words,
        "claim_href": href["claim"] if free and not mine else "",
        "release_href": href["release"] if mine else "",
        "give_href": href["reassign"] if may_reassign(review, actor) else "",
    }


def _row(review: Review) -> dict[str, Any]:
    case = review.case
    return {
        **{"key": review.pk, "name": caption(case), "href": reverse("cases:desk_case", args=[case.pk])},
        **{"applicant": case.applicant_name, "number": case.case_no or case.receipt_no, "step": review.stage.title},
        **{"post": review.post.name, "holder": review.holder.name if review.holder else _("Claimed by nobody")},
        "since": datetime_words(review.opened_at, today=clock.today()),
        **{"badge": badge_of_review(review), "give_href": reverse("linkage:reassign", args=[review.pk])},
    }
