"""Showing a licence on the phone: a code that lives a minute and is scanned once (L-12)."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from spaces.events import LicenceVerified
from spaces.models import Licence, LicenceUse, ShowCode, UseKind
from spaces.rules import SHOWN_FOR
from spaces.services.uses import Purpose, record_use

TIME_TO_SAY_WHO = timedelta(minutes=5)
KEPT = timedelta(days=1)
SHOWN_FIELDS = ("name", "number", "state", "valid_until", "issuer", "holder")
"""What a verifier is told; nothing else leaves the hall (L-12, L-14)."""


def make_show_code(licence: Licence) -> str:
    """A fresh code for the holder's phone, in clear only here. Codes of yesterday that nobody scanned are forgotten."""
    now, code = clock.now(), secrets.token_urlsafe(16)
    ShowCode.objects.filter(licence=licence, scanned_at=None, made_at__lt=now - KEPT).delete()
    ShowCode.objects.create(licence=licence, code_hash=hash_of(code), made_at=now, expires_at=now + SHOWN_FOR)
    return code


def scan_code(code: str) -> ShowCode:
    """Somebody scanned the code: it is spent, for him and everybody else. Refuses `code_spent`, alike for codes that
    were scanned, that are older than a minute and that never were."""
    now = clock.now()
    waiting = ShowCode.objects.filter(code_hash=hash_of(code), scanned_at=None, made_at__lte=now, expires_at__gt=now)
    if not waiting.update(scanned_at=now):
        sentence = _("This code was scanned already or its minute is over. Ask the holder to show a new one.")
        raise Refusal("code_spent", sentence, conflict=True)
    return ShowCode.objects.select_related("licence__issuer", "licence__holder").get(code_hash=hash_of(code))


def verify_shown(shown: ShowCode, *, purpose: str, by: Doer, who: str = "") -> LicenceUse:
    """The one who scanned says who he is and why; then he may see the state. The holder is told (L-12).

    Refuses `code_spent` when he took longer than five minutes or said so already. Publishes LicenceVerified.
    """
    with transaction.atomic():
        rows = ShowCode.objects.select_for_update(of=("self",)).select_related("licence")
        shown = rows.get(pk=shown.pk)
        late = shown.scanned_at is None or clock.now() - shown.scanned_at > TIME_TO_SAY_WHO
        if late or shown.use_id is not None:
            sentence = _("This code was scanned already or its minute is over. Ask the holder to show a new one.")
            raise Refusal("code_spent", sentence, conflict=True)
        licence = Licence.objects.select_for_update(of=("self",)).get(pk=shown.licence_id)
        use = record_use(licence, UseKind.VERIFIED, Purpose(purpose), fields=SHOWN_FIELDS, by=by, who=who)
        shown.use = use
        shown.save(update_fields=["use"])
        publish(LicenceVerified(licence_id=licence.pk, holder_id=licence.holder_id, use_id=use.pk), by=by)
    return use


def hash_of(code: str) -> str:
    """Codes are long and random, so a plain hash hides them."""
    return hashlib.sha256(code.encode()).hexdigest()
