"""Visitors: knowing who somebody is, and opening a case for him."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.intakes import open_intake
from core import clock
from core.encryption import blind_index
from core.identifiers import birth_date_of, id_number
from core.refusal import Refusal
from hall_devices.models import Device, ReadingKind, Visit, VisitorReading
from hall_devices.queries import at_window, visits_at
from hall_devices.readers import Card
from hall_devices.rules import is_elderly
from hall_devices.services.calling import begin_service
from hall_devices.services.windows import locked_status, receive_visitor
from identity.actors import Acting, Actor
from identity.models import Party, PartyKind, Window
from identity.services.persons import know_person, known_person
from identity.services.registering import population_register
from items.models import ItemVersion
from spaces.services.personcodes import scan_person_code


def read_card(card: Card, *, device: Device | None = None, window: Window | None = None) -> VisitorReading:
    """Record who laid his card on a reader, with the reader's number as evidence (Q-20). Raises InvalidIdentifier."""
    party = know_person(name=card.name, number=card.id_number)
    return _record(
        ReadingKind.CARD, party.code, party, device=device, window=window,
        device_no=card.device_no[:40], expired=card.has_expired(clock.today()),
    )  # fmt: skip


def read_number(number: str, *, device: Device) -> VisitorReading:
    """Record an identity number typed at a machine: not read from a card (Q-22). Raises InvalidIdentifier."""
    return _record(ReadingKind.TYPED, id_number(number), known_person(number), device=device)


def read_name_and_number(name: str, number: str, *, window: Window) -> VisitorReading:
    """Record name and number typed by a clerk: level 3 at most, so both must match the register (Q-22, A-02).

    Raises InvalidIdentifier. Refuses `other_name` when the number belongs to somebody of another name.
    """
    code, known = id_number(number), known_person(number)
    matches = known.name == name.strip() if known else population_register().matches(name.strip(), code)
    if not matches:
        raise Refusal("other_name", _("Name and identity number do not belong together."), field="name")
    party = known or know_person(name=name, number=code)
    return _record(ReadingKind.TYPED, code, party, window=window)


def read_person_code(code: str, *, window: Window) -> VisitorReading:
    """Record who showed his own code on his phone; it is spent. Refuses `code_spent`."""
    party = scan_person_code(code)
    return _record(ReadingKind.SHOWN, party.code, party, window=window)


def identify_visitor(window: Window, reading: VisitorReading, *, by: Actor) -> Case | None:
    """The person of this reading stands before the window; a called ticket without a known holder becomes his.

    Returns the case already opened on his ticket, so that laying the card down again finds it (Q-13).
    """
    with transaction.atomic():
        status = locked_status(window)
        ticket = begin_service(window, by=by)
        if ticket is not None and ticket.party_id in (None, reading.party_id):
            ticket.party_id, ticket.reading = reading.party_id, reading
            ticket.save(update_fields=["party", "reading"])
        receive_visitor(status, reading=reading)
    visit = Visit.objects.filter(ticket=ticket, reading__party=reading.party_id).select_related("case").last()
    return visit.case if visit and ticket else None


def as_citizen(party: Party) -> Actor:
    """Somebody who stands in the hall and acts for this party, without having signed in."""
    acting = Acting(party.pk, party.name, PartyKind(party.kind))
    return Actor(kind="citizen", name=party.name, acting=acting)


def open_case(window: Window, version: ItemVersion, *, seen: int, enterprise: Party | None = None, by: Actor) -> Case:
    """Take in one application of the visitor before the window; as `open_cases`."""
    return open_cases(window, [version], seen=seen, enterprise=enterprise, by=by)[0]


def open_cases(
    window: Window, versions: Sequence[ItemVersion], *, seen: int, enterprise: Party | None = None, by: Actor
) -> list[Case]:
    """Take in applications of the visitor before the window, for himself or for an enterprise he acts for (C-03); they
    share what he brings, also with those opened here for him before.

    `seen` is the number of cases this visitor already had here when the clerk decided: if there are more by now, the
    newest is returned and none is opened. Refuses `nobody_identified`, `read_the_card` when an item needs a higher
    level of identity than typing gives (A-03, Q-22), and what `open_intake` refuses.
    """
    with transaction.atomic():
        status = locked_status(window)
        if status.party is None or status.reading is None:
            raise Refusal("nobody_identified", _("Identify the visitor first."))
        before = list(visits_at(status))
        if len(before) > seen:
            return [before[-1].case]
        for version in versions:
            _refuse_low_level(version, status.reading)
        applicant, agent = (enterprise, status.party) if enterprise else (status.party, None)
        joins = before[-1].case if before else None
        cases = open_intake(versions, applicant=applicant, agent=agent, joins=joins, by=by)
        ticket, now = at_window(window).first(), clock.now()
        visit = {"ticket": ticket, "reading": status.reading, "window": window, "at": now}
        Visit.objects.bulk_create(Visit(case=case, **visit) for case in cases)
        begin_service(window, by=by)
    return cases


def _refuse_low_level(version: ItemVersion, reading: VisitorReading) -> None:
    if ReadingKind(reading.kind).assurance_level < version.min_assurance_level:
        raise Refusal("read_the_card", _("This item needs the visitor's card to be read."))


def _record(
    kind: ReadingKind, code: str, party: Party | None, *, device: Device | None = None, window: Window | None = None,
    device_no: str = "", expired: bool = False,
) -> VisitorReading:  # fmt: skip
    return VisitorReading.objects.create(
        **{"kind": kind, "party": party, "visitor_index": blind_index(code, "party.code"), "at": clock.now()},
        **{"device": device, "window": window, "device_no": device_no, "expired": expired},
        elderly=is_elderly(birth_date_of(code), clock.today()),
    )
