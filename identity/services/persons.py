"""Knowing people and organisations by what they show, without an account."""

from core import clock
from core.encryption import blind_index
from core.identifiers import id_number, uscc
from core.identifiers.people import MOBILE_DIGITS
from identity.models import AccountKind, CodeType, Party, PartyKind


def known_person(number: str) -> Party | None:
    """The person with this identity number, if the hall knows him. Raises InvalidIdentifier."""
    return _known(CodeType.ID_CARD, id_number(number))


def known_enterprise(code: str) -> Party | None:
    """The organisation with this credit code, if the hall knows it. Raises InvalidIdentifier."""
    return _known(CodeType.USCC, uscc(code))


def registered_person(*, name: str, number: str) -> Party | None:
    """The person with an account under this name and identity number or mobile phone, both in their normal form.

    None alike for unknown numbers and for other names, so that nobody learns whose number it is.
    """
    citizens = Party.objects.filter(account__kind=AccountKind.CITIZEN, account__is_active=True)
    if len(number) == MOBILE_DIGITS:
        found = citizens.filter(phone_index=blind_index(number, "party.phone"))
    else:
        found = citizens.filter(code_type=CodeType.ID_CARD, code_index=blind_index(number, "party.code"))
    return found.filter(name=name.strip()).order_by("pk").first()


def know_person(*, name: str, number: str) -> Party:
    """The person with this identity number; somebody new is remembered under `name`. A known name is not changed.

    Raises InvalidIdentifier.
    """
    fresh = Party(kind=PartyKind.PERSON, name=name.strip(), code_type=CodeType.ID_CARD)
    fresh.set_code(id_number(number))
    party, _new = Party.objects.get_or_create(
        code_type=CodeType.ID_CARD,
        code_index=fresh.code_index,
        defaults={"kind": fresh.kind, "name": fresh.name, "code": fresh.code, "created_at": clock.now()},
    )
    return party


def _known(code_type: CodeType, code: str) -> Party | None:
    return Party.objects.filter(code_type=code_type, code_index=blind_index(code, "party.code")).first()
