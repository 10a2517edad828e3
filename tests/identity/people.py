"""People who sign in for real: phones with codes, passwords, authenticators, and time that passes for counters."""

import re
import time
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import clock
from core.encryption import blind_index
from identity.actors import Actor
from identity.models import Account
from notices.models import TrialSms
from tests import world

PASSWORD = "Sehr-geheim-2026"


def last_code(phone: str) -> str:
    """The code in the latest message to this phone."""
    sent = [message for message in TrialSms.objects.order_by("-pk") if message.phone == phone]
    found = re.search(r"\b\d{6}\b", sent[0].text)
    assert found
    return found.group()


def codes_sent_to(phone: str) -> int:
    """How many messages went to this phone."""
    return sum(message.phone == phone for message in TrialSms.objects.all())


def pause_for(phone: str, seconds: int) -> None:
    """Let the counters of codes for this phone whose window is at most `seconds` run out, as Redis does by itself."""
    index = blind_index(phone, "sms.code").hex()
    cache.delete_many([f"rate:code-phone:{index}:{window}" for window in (60, 3600, 86400) if window <= seconds])


def ask_for_code(client: Client, phone: str) -> HttpResponse:
    """Press "send a code" on the sign-in page."""
    return client.post(reverse("portal:send_code"), {"phone": phone})  # type: ignore[return-value]


def sign_in(client: Client, phone: str, code: str, **more: str) -> HttpResponse:
    """Type phone and code on the sign-in page."""
    return client.post(reverse("portal:sign_in"), {"phone": phone, "code": code, **more})  # type: ignore[return-value]


def with_password(actor: Actor, password: str = PASSWORD) -> Account:
    """The account of this person, now with a password."""
    account = Account.objects.get(pk=actor.account_id)
    account.password = make_password(password)
    account.save(update_fields=["password"])
    return account


def staff_with_authenticator(post: str = "窗口受理岗") -> tuple[Account, TOTPDevice]:
    """A member of staff with a password and an authenticator."""
    account = with_password(world.staff(post))
    return account, TOTPDevice.objects.create(user=account, name="test", confirmed=True)


def token_of(device: TOTPDevice, *, steps: int = 0) -> str:
    """What the authenticator shows now, or `steps` times 30 seconds later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():0{device.digits}d}"


def later(source: clock.SimulatedClock, **step: float) -> None:
    """Time passes."""
    source.advance(timedelta(**step))
