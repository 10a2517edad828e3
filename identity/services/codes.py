"""One-time codes by short message."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.encryption import blind_index
from core.identifiers import mobile
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from core.sms import sms_gateway
from identity.models import SmsCode

PER_PHONE = (Rate(1, 60), Rate(5, 3600), Rate(10, 86400))
PER_ADDRESS = (Rate(30, 3600),)
VALID = timedelta(minutes=10)
TRIES = 5


def send_code(phone: str, *, purpose: str, address: str) -> None:
    """Send a six-digit code, valid once and for ten minutes. The answer is the same whether the phone is known or not.

    `purpose` keeps codes for different acts apart; `address` is the caller's network address. Raises InvalidIdentifier
    for a wrong number; refuses `too_many_tries` beyond one a minute, five an hour or ten a day.
    """
    number = mobile(phone)
    index = blind_index(number, "sms.code")
    count_try(f"code-address:{address}", PER_ADDRESS)
    count_try(f"code-phone:{index.hex()}", PER_PHONE)
    code = "".join(secrets.choice("0123456789") for _digit in range(6))
    sent = SmsCode.objects.create(phone_index=index, purpose=purpose, code_hash=_hash(index, code), sent_at=clock.now())
    text = _("Your code is %(code)s. It is valid for 10 minutes. Never tell it to anybody.") % {"code": code}
    sms_gateway().send(number, text, key=f"code-{sent.pk}")


def use_code(phone: str, code: str, *, purpose: str) -> str:
    """Use up the latest code of this phone; returns the normalised number.

    Refuses `wrong_code` alike for wrong, used, expired and unknown codes and after five wrong tries.
    """
    number = mobile(phone)
    index = blind_index(number, "sms.code")
    with transaction.atomic():
        sent = (
            SmsCode.objects.select_for_update()
            .filter(phone_index=index, purpose=purpose, used_at=None, sent_at__gt=clock.now() - VALID)
            .order_by("-sent_at", "-pk")
            .first()
        )
        right = (
            sent is not None and sent.tries < TRIES and hmac.compare_digest(sent.code_hash, _hash(index, code.strip()))
        )
        if sent is not None:
            sent.tries += 1
            sent.used_at = clock.now() if right else None
            sent.save(update_fields=["tries", "used_at"])
    if not right:
        raise Refusal("wrong_code", _("The code is wrong or no longer valid."), field="code")
    return number


def _hash(index: bytes, code: str) -> str:
    key = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(index + code.encode(), key=key, digest_size=32).hexdigest()
