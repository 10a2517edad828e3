"""Saying who one is with the phone: a code that lives a minute and is scanned once, like that of a licence (L-12)."""

import secrets
from datetime import timedelta

from django.utils.translation import gettext as _

from core import clock
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from spaces.models import PersonCode
from spaces.rules import SHOWN_FOR
from spaces.services.showing import hash_of

KEPT = timedelta(days=1)
PERSON_CODE = "GP-PERSON:"
"""What the picture on the phone says before the code, so that a window takes no other code for it."""
LEAST_LEVEL = 3
"""Name and number match the register (A-02): whoever is less sure of himself cannot vouch for himself at a window."""


def make_person_code(party: Party, *, by: Actor) -> str:
    """A fresh code for the phone of this person, in clear only here; codes of yesterday are forgotten.

    Refuses `assurance` below level 3 (A-02).
    """
    if by.assurance_level < LEAST_LEVEL:
        raise Refusal("assurance", _("Your name and identity number have to be confirmed first."))
    now, code = clock.now(), secrets.token_urlsafe(16)
    PersonCode.objects.filter(party=party, made_at__lt=now - KEPT).delete()
    PersonCode.objects.create(party=party, code_hash=hash_of(code), made_at=now, expires_at=now + SHOWN_FOR)
    return code


def scan_person_code(code: str) -> Party:
    """Whose code this is; it is spent now. Refuses `code_spent`, alike for codes that were scanned, that are older than
    a minute and that never were."""
    now, code = clock.now(), code.strip().removeprefix(PERSON_CODE)
    waiting = PersonCode.objects.filter(code_hash=hash_of(code), scanned_at=None, made_at__lte=now, expires_at__gt=now)
    if not waiting.update(scanned_at=now):
        sentence = _("This code was scanned already or its minute is over. Ask the visitor for a new one.")
        raise Refusal("code_spent", sentence, field="code", conflict=True)
    return PersonCode.objects.select_related("party").get(code_hash=hash_of(code)).party
