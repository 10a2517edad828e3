"""What screens in the hall are told, after the commit. A message is a hint: screens read the present state anew."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.streams import publish_to_stream
from hall_devices.models import Ticket
from identity.models import Window


def channel_of(hall_id: int) -> str:
    """The stream of one hall."""
    return f"hall-{hall_id}"


def announce_call(ticket: Ticket, window: Window) -> None:
    """Show and speak a call in the whole hall, in the hall's own language whatever the clerk's is."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Number %(ticket)s, please come to window %(window)s") % {
            "ticket": ticket.number,
            "window": window.number,
        }
    message = {"ticket": ticket.number, "window": window.number, "zone": window.zone_id, "words": words}
    publish_to_stream(channel_of(ticket.hall_id), {"event": "called", **message})


def announce_change(hall_id: int) -> None:
    """Queues or windows of this hall changed."""
    publish_to_stream(channel_of(hall_id), {"event": "changed"})
