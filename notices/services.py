"""Telling people."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from cases.models import Case, Clock, ClockKind, Document, DocumentKind
from cases.queries.papers import desk_words
from core import clock
from core.datewords import date_words, due_words
from core.events import Record
from core.sms import sms_gateway
from deliveries.carriers import carrier_name
from deliveries.models import Direction, Parcel
from deliveries.services.handing import code_of
from identity.actors import Actor
from identity.models import Duty, Mandate
from notices.kinds import AGENT_KINDS, ALARM, ALARM_LEVELS, APPLICANT_KINDS, LICENCE_CHANGED
from notices.models import Message, MessageChannel
from notices.queries import visible_to
from spaces.models import Licence, LicenceState


def tell_applicant(record: Record) -> None:
    """Put the message of this event into the applicant's inbox (C-35). Repeats change nothing: the key is made from the
    event.
    """
    case = _case(record.stream_id)
    Message.objects.get_or_create(
        key=f"event-{record.id}-inbox",
        defaults={**_message(record, case), "channel": MessageChannel.INBOX},
    )


def text_applicant(record: Record) -> None:
    """Send the message of this event to the contact's phone (C-35), once however often it is tried.

    A reactor of its own, so that a gateway that is down keeps nothing out of the inbox.
    """
    case = _case(record.stream_id, "applicant", "agent")
    phone = _phone(case)
    if not phone:
        return
    message, _is_new = Message.objects.get_or_create(
        key=f"event-{record.id}-sms",
        defaults={**_message(record, case), "channel": MessageChannel.SMS, "phone": phone},
    )
    if message.sent_at is None:
        sms_gateway().send(phone, f"【{settings.SMS_SIGNATURE}】{message.text}", key=message.key)
        message.sent_at = clock.now()
        message.save(update_fields=["sent_at"])


def tell_handlers(record: Record) -> None:
    """Tell everybody who holds the responsible post today about an alarm, in the inbox (S-40)."""
    event = record.event
    case = _case(event.case_id)
    words = _Words(case, level=str(ALARM_LEVELS[event.level]), rule=event.rule)
    for account_id in _accounts_at(event.post_id, event.department_id):
        Message.objects.get_or_create(
            key=f"event-{record.id}-{account_id}",
            defaults={
                "channel": MessageChannel.INBOX,
                "kind": event.name(),
                "account_id": account_id,
                "title": str(ALARM.title) % words,
                "text": str(ALARM.text) % words,
                "link": event.link or reverse("cases:desk_case", args=[case.pk]),
                "created_at": clock.now(),
            },
        )


def tell_agent(record: Record) -> None:
    """Tell a person, in his inbox, that he may act for an enterprise or no longer may (A-04)."""
    mandate = Mandate.objects.select_related("principal", "agent").get(pk=record.event.mandate_id)
    until = date_words(mandate.until, today=clock.today(), weekday=False) if mandate.until else ""
    kind, words = AGENT_KINDS[type(record.event)], {"enterprise": mandate.principal.name, "until": until}
    Message.objects.get_or_create(
        key=f"event-{record.id}-agent",
        defaults={
            **{"channel": MessageChannel.INBOX, "kind": record.event.name(), "party": mandate.agent},
            **{"title": str(kind.title), "text": str(kind.text) % words, "link": reverse("portal:mandates")},
            "created_at": clock.now(),
        },
    )


def tell_holder(record: Record) -> None:
    """Tell the holder of a licence, in his inbox, that its state changed, and why (6.4)."""
    event = record.event
    licence = Licence.objects.select_related("holder").get(pk=event.licence_id)
    words = {"licence": licence.name, "number": licence.number}
    words |= {"state": str(LicenceState(event.state).label), "reason": event.reason}
    Message.objects.get_or_create(
        key=f"event-{record.id}-holder",
        defaults={
            **{"channel": MessageChannel.INBOX, "kind": event.name(), "party": licence.holder},
            **{"title": str(LICENCE_CHANGED.title) % words, "text": str(LICENCE_CHANGED.text) % words},
            **{"link": reverse("cases:wallet"), "created_at": clock.now()},
        },
    )


def _message(record: Record, case: Case) -> dict[str, Any]:
    """What an applicant is told of this event, whatever the channel."""
    kind, words = APPLICANT_KINDS[type(record.event)], _Words(case)
    return {
        **{"kind": record.event.name(), "title": str(kind.title) % words, "text": str(kind.text) % words},
        **{"link": reverse("cases:space_case", args=[case.pk]), "created_at": clock.now()},
        "party_id": case.applicant_id,
    }


def _case(case_id: int, *also: str) -> Case:
    return Case.objects.select_related("version", *also).get(pk=case_id)


class _Words:
    """The words of a case for the placeholders of a text, each looked up only when the text needs it."""

    def __init__(self, case: Case, **more: str) -> None:
        self._case = case
        self._more = more

    def __getitem__(self, name: str) -> str:
        return self._more[name] if name in self._more else WORDS[name](self._case)


def _last_day(case: Case, kind: ClockKind) -> str:
    watched = Clock.objects.filter(case=case, kind=kind).first()
    if watched is None:
        return ""
    return due_words(watched.last_day, today=clock.today(), provisional=watched.provisional, weekday=False)


def _query_code(case: Case) -> str:
    """The clear code exists only inside the receipt; it is sent once, with the receipt."""
    receipt = Document.objects.filter(case=case, kind=DocumentKind.RECEIPT).order_by("serial").first()
    return str(receipt.content.get("query_code", "")) if receipt else ""


def _sent(case: Case) -> Parcel:
    """The latest parcel with the result."""
    return Parcel.objects.filter(of_case__case=case, direction=Direction.OUT).latest("pk")


WORDS: dict[str, Callable[[Case], str]] = {
    "item": lambda case: case.version.name,
    "receipt_no": lambda case: case.receipt_no or "",
    "case_no": lambda case: case.case_no or case.receipt_no or "",
    "due": lambda case: _last_day(case, ClockKind.PROMISED),
    "correct_by": lambda case: _last_day(case, ClockKind.CORRECTION),
    "owed_until": lambda case: _last_day(case, ClockKind.DEFERRAL),
    "reason": lambda case: case.reasons,
    "query_code": _query_code,
    "place": lambda case: desk_words(case) or settings.HALL["address"],
    "pickup_code": lambda case: code_of(case.delivery) if case.delivery else "",
    "carrier": lambda case: carrier_name(_sent(case).carrier),
    "waybill": lambda case: _sent(case).waybill or "",
}


def _phone(case: Case) -> str:
    return case.contact_phone or (case.agent.phone if case.agent else "") or case.applicant.phone


def _accounts_at(post_id: int | None, department_id: int) -> list[int]:
    today = clock.today()
    duties = Duty.objects.filter(since__lte=today).filter(Q(until=None) | Q(until__gte=today))
    at_post = duties.filter(post_id=post_id) if post_id else duties.filter(post__department_id=department_id)
    return sorted(set(at_post.values_list("staff__account_id", flat=True)))


def mark_read(message: Message, *, by: Actor) -> None:
    """The recipient opened the message."""
    if message.read_at is None and visible_to(by).filter(pk=message.pk).exists():
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
