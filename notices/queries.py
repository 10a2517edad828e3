"""Named reads of messages."""

from django.db.models import QuerySet

from identity.actors import Actor
from notices.models import Message, MessageChannel


def visible_to(actor: Actor) -> QuerySet[Message]:
    """The inbox: messages to the party a citizen acts for, or to a member of staff himself, newest first."""
    inbox = Message.objects.filter(channel=MessageChannel.INBOX).order_by("-id")
    if actor.is_citizen and actor.party_id is not None:
        return inbox.filter(party_id=actor.party_id)
    if actor.is_staff:
        return inbox.filter(account_id=actor.account_id or 0)
    return inbox.none()


def unread_count(actor: Actor) -> int:
    """How many messages wait to be read, counted to 99 at most."""
    return visible_to(actor).filter(read_at=None).order_by()[:99].count()
