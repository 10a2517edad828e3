"""What a self-service machine remembers of the visitor before it: keys only, for 60 seconds without a touch (9.2)."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from core import clock
from hall_devices.models import ReadingKind, Ticket, VisitorReading

FORGET_SECONDS = 60
GRACE_SECONDS = 15
"""The page goes away by itself after FORGET_SECONDS; the server forgets a little later whatever the page did."""
KEY, LEFT_CARD = "kiosk_visitor", "kiosk_left_card"


def remember(request: HttpRequest, *, reading: VisitorReading | None = None, ticket: Ticket | None = None) -> None:
    """Somebody was identified, or took a ticket; what is known already stays."""
    kept = _kept(request)
    if reading is not None:
        kept = {"reading": reading.pk}
    if ticket is not None:
        kept["ticket"] = ticket.pk
    _keep(request, kept)


def reading_of(request: HttpRequest) -> VisitorReading | None:
    """Who stands before the machine; asking counts as a touch."""
    kept = _kept(request)
    _keep(request, kept)
    return VisitorReading.objects.select_related("party").filter(pk=kept.get("reading", 0)).first()


def ticket_of(request: HttpRequest) -> int | None:
    """The key of the ticket this visitor may see."""
    return _kept(request).get("ticket")


def forget(request: HttpRequest) -> None:
    """The visitor has gone. A card he left on the reader does not bring him back."""
    kept = request.session.pop(KEY, {})
    reading = VisitorReading.objects.filter(pk=kept.get("reading", 0), kind=ReadingKind.CARD).first()
    if reading is not None:
        request.session[LEFT_CARD] = reading.visitor_index.hex()


def is_left_card(request: HttpRequest, visitor_index: bytes | None) -> bool:
    """Whether the card on the reader (None for no card) was left there by the visitor before."""
    left = request.session.get(LEFT_CARD)
    if left is not None and (visitor_index is None or visitor_index.hex() != left):
        del request.session[LEFT_CARD]
        return False
    return left is not None


def _kept(request: HttpRequest) -> dict[str, int]:
    kept = request.session.get(KEY, {})
    if not kept or datetime.fromisoformat(kept["until"]) < clock.now():
        return {}
    return {name: value for name, value in kept.items() if name != "until"}


def _keep(request: HttpRequest, kept: dict[str, int]) -> None:
    if kept:
        until = clock.now() + timedelta(seconds=FORGET_SECONDS + GRACE_SECONDS)
        request.session[KEY] = {**kept, "until": until.isoformat()}
