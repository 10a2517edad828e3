"""Whom anonymous rows point at, and persons the hall no longer has a reason to know (10.5)."""

from django.db import transaction
from django.db.models import ProtectedError

from core import clock
from core.services.emptying import NOBODY, Removed
from identity.models import Account, CodeType, Party


def nobody_of(kind: str) -> Party:
    """The party of anonymous rows: one person and one organisation for all."""
    party = Party(kind=kind, name=NOBODY, code_type=CodeType.PASSPORT, created_at=clock.now())
    party.set_code(f"ANONYMOUS-{kind}")
    found = Party.objects.filter(code_type=party.code_type, code_index=party.code_index).first()
    if found is None:
        party.save()
    return found or party


def forget_stranger(party: Party) -> Removed:
    """Delete a party without an account to which nothing points any more; any other stays as it is."""
    if party.name == NOBODY or Account.objects.filter(party=party).exists():
        return {}
    key, held = f"identity_party:{party.pk}", {"name": party.name, "code": party.code, "phone": party.phone}
    try:
        with transaction.atomic():
            party.delete()
    except ProtectedError:  # a licence, an open case or the accounts still need it
        return {}
    return {key: held}
