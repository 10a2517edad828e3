"""What of the messages about a case, a licence or a charge goes when it becomes anonymous (10.5)."""

from functools import reduce
from operator import or_

from django.db.models import Q

from core.models import EventRow
from core.services.emptying import NOBODY, Removed, emptied
from notices.models import Message, TrialSms


def forget_messages(stream: str, stream_id: int) -> Removed:
    """Texts and telephones of every message an event of this thing led to, whoever got it, and which applicant
    that was; that and when it was sent stays."""
    events = EventRow.objects.filter(stream=stream, stream_id=stream_id).values_list("pk", flat=True)
    begins = [Q(key__startswith=f"event-{event}-") for event in events]
    if not begins:
        return {}
    about = reduce(or_, begins)
    removed = emptied(Message.objects.filter(about), party=None, title=NOBODY, text="", phone="")
    return removed | emptied(TrialSms.objects.filter(about), text="", phone="")
