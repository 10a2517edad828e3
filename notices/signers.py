"""Telling those who are asked to sign with an applicant."""

from django.conf import settings
from django.urls import reverse

from cases.models import Signer
from core import clock
from core.events import Record
from core.sms import sms_gateway
from identity.models import CodeType, Party
from notices.kinds import SIGNER_ASKED
from notices.models import Message, MessageChannel


def tell_signer(record: Record) -> None:
    """Ask a further signer in his inbox, if he is known here. Nothing when he was taken off the list meanwhile."""
    signer = _signer(record)
    party = signer and Party.objects.filter(code_type=CodeType.ID_CARD, code_index=signer.code_index).first()
    if signer and party:
        defaults = {**_message(record, signer), "channel": MessageChannel.INBOX, "party": party}
        Message.objects.get_or_create(key=f"event-{record.id}-signer", defaults=defaults)


def text_signer(record: Record) -> None:
    """The same to the phone the applicant gave, once however often it is tried."""
    signer = _signer(record)
    if signer is None or not signer.phone:
        return
    defaults = {**_message(record, signer), "channel": MessageChannel.SMS, "phone": signer.phone}
    message, _is_new = Message.objects.get_or_create(key=f"event-{record.id}-signer-sms", defaults=defaults)
    if message.sent_at is None:
        sms_gateway().send(signer.phone, f"【{settings.SMS_SIGNATURE}】{message.text}", key=message.key)
        message.sent_at = clock.now()
        message.save(update_fields=["sent_at"])


def _signer(record: Record) -> Signer | None:
    return Signer.objects.select_related("case__version").filter(pk=record.event.signer_id).first()


def _message(record: Record, signer: Signer) -> dict[str, object]:
    words = {"applicant": signer.case.applicant_name, "item": signer.case.version.name}
    return {
        **{"kind": record.event.name(), "title": (str(SIGNER_ASKED.title) % words)[:80]},
        **{"text": str(SIGNER_ASKED.text) % words, "link": reverse("cases:signing", args=[signer.pk])},
        "created_at": clock.now(),
    }
