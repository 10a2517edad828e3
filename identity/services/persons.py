"""Knowing people and organisations by what they show, without an account."""

from core import clock
from core.encryption import blind_index
from core.identifiers import id_number, uscc
from identity.models import CodeType, Party, PartyKind


def known_person(number: str) -> Party | None:
    """The person with this identity number, if the hall knows him. Raises InvalidIdentifier."""
    return _known(CodeType.ID_CARD, id_number(number))


def known_enterprise(code: str) -> Party | None:
    """The organisation with this credit code, if the hall knows it. Raises InvalidIdentifier."""
    return _known(CodeType.USCC, uscc(code))


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
