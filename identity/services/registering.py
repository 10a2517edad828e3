"""Becoming known to the hall."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core import clock
from core.encryption import blind_index
from core.identifiers import id_number
from core.refusal import Refusal
from identity.models import Account, AccountKind, CodeType, Party, PartyKind
from identity.ports import PopulationRegister


def register_citizen(*, name: str, number: str, phone: str) -> Account:
    """Register a person whose phone is proven: level 3 when name and number match the population register,
    else 2 (A-02).

    Raises InvalidIdentifier for a wrong number. Refuses `known_already` when the number belongs to another account:
    nobody takes over somebody else's identity by typing it.
    """
    code = id_number(number)
    with transaction.atomic():
        party = Party.objects.filter(code_type=CodeType.ID_CARD, code_index=blind_index(code, "party.code")).first()
        if party is not None and (party.name != name.strip() or Account.objects.filter(party=party).exists()):
            sentence = _("This identity number is registered already. Sign in with its phone, or come to a window.")
            raise Refusal("known_already", sentence, field="number")
        if party is None:
            party = Party(kind=PartyKind.PERSON, name=name.strip(), code_type=CodeType.ID_CARD, created_at=clock.now())
            party.set_code(code)
        party.set_phone(phone)
        party.save()
        return Account.objects.create(
            username=f"c{party.pk}",
            kind=AccountKind.CITIZEN,
            party=party,
            password="!",
            assurance_level=3 if population_register().matches(party.name, code) else 2,
            created_at=clock.now(),
        )


def population_register() -> PopulationRegister:
    """The register that settings.POPULATION_REGISTER names by its dotted path."""
    register: PopulationRegister = import_string(settings.POPULATION_REGISTER)()
    return register
