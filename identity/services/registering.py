"""Becoming known to the hall."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core import clock
from core.encryption import blind_index
from core.identifiers import id_number
from core.locks import busy_is_refused, hold
from core.refusal import Refusal
from identity.models import Account, AccountKind, Party
from identity.ports import PopulationRegister
from identity.services.persons import know_person
from identity.services.signin import citizen_by_phone


def register_citizen(*, name: str, number: str, phone: str) -> Account:
    """Register a person whose phone is proven: level 3 when name and number match the population register,
    else 2 (A-02). The same person registering twice, for example by a double click, gets the one account.

    Raises InvalidIdentifier for a wrong number. Refuses `known_already` when the number belongs to another account:
    nobody takes over somebody else's identity by typing it; `phone_known` when the phone is somebody else's.
    """
    code = id_number(number)
    with busy_is_refused(), transaction.atomic():
        hold(f"register:{blind_index(phone, 'party.phone').hex()}")
        known = citizen_by_phone(phone)
        if known is not None and (known.number, known.party and known.party.name) == (code, name.strip()):
            return known
        if known is not None:
            raise Refusal("phone_known", _("This phone is registered already. Sign in with a code sent to it."))
        party = Party.objects.select_for_update(of=("self",)).get(pk=know_person(name=name, number=code).pk)
        if party.name != name.strip() or Account.objects.filter(party=party).exists():
            sentence = _("This identity number is registered already. Sign in with its phone, or come to a window.")
            raise Refusal("known_already", sentence, field="number")
        party.set_phone(phone)
        party.save(update_fields=["phone", "phone_index"])
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
