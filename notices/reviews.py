"""Telling reviewers that a review went from one to the other (转办)."""

from django.urls import reverse

from core import clock
from core.events import Record
from linkage.models import Reassignment
from notices.kinds import REVIEW_REASSIGNED
from notices.models import Message, MessageChannel


def tell_of_reassignment(record: Record) -> None:
    """Tell whoever gets the review, and whoever had it. Repeats change nothing."""
    found = Reassignment.objects.select_related("giver", "receiver", "review__case__version", "review__stage")
    made = found.get(pk=record.event.reassignment_id)
    case = made.review.case
    words = {
        "item": case.version.name,
        "case_no": case.case_no or case.receipt_no or "",
        "stage": made.review.stage.title,
    }
    words |= {"receiver": made.receiver.name, "reason": made.reason}
    for person in filter(None, [made.giver, made.receiver]):
        Message.objects.get_or_create(
            key=f"event-{record.id}-{person.account_id}",
            defaults={
                **{"channel": MessageChannel.INBOX, "kind": record.event.name(), "account_id": person.account_id},
                "title": (str(REVIEW_REASSIGNED.title) % words)[:80],
                "text": str(REVIEW_REASSIGNED.text) % words,
                **{"link": reverse("linkage:review", args=[made.review_id]), "created_at": clock.now()},
            },
        )
