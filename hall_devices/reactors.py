"""Short messages about the queue (Q-10): number taken, three before me, called a second time."""

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.events import Record
from core.sms import sms_gateway
from hall_devices.events import TicketCalled, TicketTaken
from hall_devices.models import Ticket
from hall_devices.queries import expected_wait, line_order
from hall_devices.rules import FOREWARNED_AHEAD
from identity.queries import zone_words

CALLED_TWICE = 2
TAKEN = _("Your number is %(number)s for %(business)s. %(ahead)d before you, about %(minutes)d minutes.")
NEXT = _("Your number is %(number)s for %(business)s. You are next.")
SOON = _("Number %(number)s: %(ahead)d more before you. Please come to %(place)s.")
TWICE = _("Number %(number)s was called twice. Please come to window %(window)s at once.")


def text_number_taken(record: Record) -> None:
    """Tell the holder his number and how long it will take."""
    ticket = _ticket(record.event.ticket_id)
    ahead, minutes = expected_wait(ticket)
    if ahead <= FOREWARNED_AHEAD:
        Ticket.objects.filter(pk=ticket.pk).update(forewarned_at=clock.now())
    _text(ticket, "taken", TAKEN if ahead else NEXT, ahead=ahead, minutes=minutes)


def text_calls(record: Record) -> None:
    """Tell a holder who did not come that he was called twice, and those who are three places behind to come nearer."""
    ticket = _ticket(record.event.ticket_id)
    if record.event.times == CALLED_TWICE and ticket.window is not None:
        _text(ticket, "twice", TWICE, window=ticket.window.number)
    if record.event.times == 1:
        for ahead, one in enumerate(line_order([ticket.business])[: FOREWARNED_AHEAD + 1]):
            _forewarn(one.id, ahead)


def _forewarn(ticket_id: int, ahead: int) -> None:
    with transaction.atomic():
        if Ticket.objects.filter(pk=ticket_id, forewarned_at=None).update(forewarned_at=clock.now()):
            ticket = _ticket(ticket_id)
            zone = ticket.business.zone
            _text(ticket, "soon", SOON, ahead=ahead, place=zone_words(zone.floor, zone.name))


def _ticket(ticket_id: int) -> Ticket:
    return Ticket.objects.select_related("business__zone", "party", "window").get(pk=ticket_id)


def _text(ticket: Ticket, kind: str, text: str | Promise, **words: object) -> None:
    if ticket.party is None or not ticket.party.phone:
        return
    filled = str(text) % {"number": ticket.number, "business": ticket.business.name, **words}
    sms_gateway().send(ticket.party.phone, f"【{settings.SMS_SIGNATURE}】{filled}", key=f"ticket-{ticket.pk}-{kind}")


REACTORS = [(TicketTaken, text_number_taken), (TicketCalled, text_calls)]
