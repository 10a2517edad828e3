"""What of the messages about a case goes when it becomes anonymous (10.5)."""

from cases.models import Case
from cases.services.emptying import Removed, emptied
from core.models import EventRow
from notices.models import Message

WAYS = ("inbox", "sms")


def forget_messages(case: Case) -> Removed:
    """Texts and telephones of every message about the case; that and when it was sent stays."""
    events = EventRow.objects.filter(stream="case", stream_id=case.pk).values_list("pk", flat=True)
    keys = [f"event-{event}-{way}" for event in events for way in WAYS]
    return emptied(Message.objects.filter(key__in=keys), text="", phone="")
