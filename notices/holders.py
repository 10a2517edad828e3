"""Telling holders what others do with their licences."""

from django.urls import reverse

from core import clock
from core.events import Record
from notices.kinds import LICENCE_CORRECTION, LICENCE_VERIFIED, MessageKind
from notices.models import Message, MessageChannel
from spaces.models import CorrectionState, Licence, LicenceUse


def tell_of_verification(record: Record) -> None:
    """Tell the holder who verified the licence he showed, and what for (L-12)."""
    use = LicenceUse.objects.get(pk=record.event.use_id)
    _tell(record, LICENCE_VERIFIED, {"who": use.who, "purpose": use.purpose})


def tell_of_correction(record: Record) -> None:
    """Tell the holder what became of his request to correct a licence (L-17)."""
    state = str(CorrectionState(record.event.state).label)
    _tell(record, LICENCE_CORRECTION, {"state": state, "answer": record.event.answer})


def _tell(record: Record, kind: MessageKind, words: dict[str, str]) -> None:
    licence = Licence.objects.select_related("holder").get(pk=record.event.licence_id)
    words = {"licence": licence.name, "number": licence.number, **words}
    Message.objects.get_or_create(
        key=f"event-{record.id}-holder",
        defaults={
            **{"channel": MessageChannel.INBOX, "kind": record.event.name(), "party": licence.holder},
            **{"title": str(kind.title) % words, "text": str(kind.text) % words, "created_at": clock.now()},
            "link": reverse("cases:my_licence", args=[licence.pk]),
        },
    )
