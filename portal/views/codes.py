"""Sending the signed-in person a code to his own phone, from any page that asks for one."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.masking import Audience, Kind, mask
from core.refusal import Refusal
from identity.access import address_of
from identity.services.proof import send_proof_code


def send_own_code(request: HttpRequest) -> None:
    """Send it and say so; the page that asked is drawn again with what was typed."""
    try:
        phone = send_proof_code(by=request.actor, address=address_of(request))  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        shown = mask(Kind.PHONE, phone, Audience.STAFF)
        messages.success(request, _("We sent a code to %(phone)s. It is valid for 10 minutes.") % {"phone": shown})
