"""Named reads of messages."""

from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from cases.queries.visibility import visible_to as cases_visible_to
from identity.actors import Actor
from notices.models import Message, MessageChannel


def visible_to(actor: Actor) -> QuerySet[Message]:
    """The inbox: messages to the party a citizen acts for, or to a member of staff himself, newest first.

    An agent limited to some items reads only what leads to a case he may see (A-04).
    """
    inbox = Message.objects.filter(channel=MessageChannel.INBOX).order_by("-id")
    if actor.is_citizen and actor.party_id is not None:
        of_party = inbox.filter(party_id=actor.party_id)
        limited = actor.acting is not None and actor.acting.item_codes
        return of_party.filter(link__in=_addresses_of_cases(actor)) if limited else of_party
    if actor.is_staff:
        return inbox.filter(account_id=actor.account_id or 0)
    return inbox.none()


def _addresses_of_cases(actor: Actor) -> QuerySet[Any, Any]:
    before, after = reverse("cases:space_case", args=[0]).split("0")
    address = Concat(Value(before), Cast("pk", CharField()), Value(after))
    return cases_visible_to(actor).annotate(address=address).values("address")


def unread_count(actor: Actor) -> int:
    """How many messages wait to be read, counted to 99 at most."""
    return visible_to(actor).filter(read_at=None).order_by()[:99].count()
