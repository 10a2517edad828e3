"""A ticket on the holder's phone: number, people before it, time. Nothing about the person."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from hall_devices.announcements import channel_of
from hall_devices.models import IN_LINE_STATES, Ticket, TicketState
from hall_devices.pages.streams import stream_href
from hall_devices.queries import expected_wait
from identity.queries import zone_words

SALT = "hall_devices.follow"


def follow_href(ticket: Ticket) -> str:
    """The address behind the code on a ticket; its signature lets nobody walk through the tickets of others."""
    return reverse("hall_devices:follow", args=[signing.dumps(ticket.pk, salt=SALT)])


def ticket_key(signed: str) -> int:
    """The ticket a followed address means. Raises signing.BadSignature."""
    return int(signing.loads(signed, salt=SALT))


def waits(ticket: Ticket) -> list[dict[str, str]]:
    """People ahead, minutes, time of day – or what is going on once it is called."""
    if ticket.state not in IN_LINE_STATES:
        where = ticket.window.number if ticket.window and ticket.state != TicketState.FINISHED else ""
        return [{"label": ticket.get_state_display(), "value": where}]
    ahead, minutes = expected_wait(ticket)
    about = clock.local(clock.now() + timedelta(minutes=minutes))
    return [
        {"label": _("Before you"), "value": _("%(count)d people") % {"count": ahead}},
        {"label": _("About"), "value": _("%(minutes)d minutes") % {"minutes": minutes}},
        {"label": _("Probably called"), "value": _("around %(time)s") % {"time": f"{about:%H:%M}"}},
    ]


def follow(ticket: Ticket) -> dict[str, Any]:
    """The page itself, told of changes by the hall's stream."""
    zone = ticket.business.zone
    place = zone_words(zone.floor, zone.name)
    return {
        "ticket": {"number": ticket.number, "item": ticket.business.name, "place": place, "waits": waits(ticket)},
        "is_called": ticket.state == TicketState.CALLED,
        "stream_href": stream_href(channel_of(ticket.hall_id)),
        "refresh_href": follow_href(ticket),
    }
