"""Proving who one is: when staff sign in, and once more before a deed that others could abuse (A-10: authorisation,
password)."""

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.ratelimits import Rate, count_try, forgive
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Account, Party
from identity.services.codes import send_code, use_code

PURPOSE = "proof"
PER_ACCOUNT_AND_ADDRESS = (Rate(5, 300), Rate(20, 3600))


def send_proof_code(*, by: Actor, address: str) -> str:
    """Send a code to the citizen's own phone; returns the number. Refuses `no_phone` and as send_code does."""
    phone = _phone_of(by)
    send_code(phone, purpose=PURPOSE, address=address)
    return phone


def prove(*, by: Actor, address: str, code: str = "", password: str = "") -> None:
    """Let a citizen pass who gives a fresh code sent to his own phone, or his password.

    Refuses `proof_missing`, `wrong_code`, `wrong_password`, `no_phone`; `too_many_tries` before anything is hashed.
    """
    if code:
        use_code(_phone_of(by), code, purpose=PURPOSE)
    elif password:
        check_own_password(password, by=by, address=address)
    else:
        raise Refusal("proof_missing", _("Please type the code we sent to your phone."), field="code")


def check_own_password(password: str, *, by: Actor, address: str) -> None:
    """Let pass whoever knows the password of his own account. Refuses `wrong_password`, and `too_many_tries` before
    anything is hashed."""
    name = f"proof:{by.account_id}:{address}"
    count_try(name, PER_ACCOUNT_AND_ADDRESS)
    if not check_password(password, Account.objects.get(pk=by.account_id or 0).password):
        raise Refusal("wrong_password", _("The password is wrong."), field="old_password")
    forgive(name, PER_ACCOUNT_AND_ADDRESS)


def check_token(token: str, *, account: Account, address: str) -> TOTPDevice:
    """The confirmed authenticator of an active account whose present code this is; each code serves once.

    Refuses `wrong_token` and, besides what the device itself does against guessing, `too_many_tries`.
    """
    count_try(f"token:{account.pk}:{address}", PER_ACCOUNT_AND_ADDRESS)
    with transaction.atomic():
        devices = TOTPDevice.objects.select_for_update(of=("self",)).filter(user=account, confirmed=True)
        device = devices.filter(user__is_active=True).first()
        right = device is not None and device.verify_token(token.strip())
    if device is None or not right:
        raise Refusal("wrong_token", _("The code is wrong or no longer valid."), field="token")
    return device


def _phone_of(by: Actor) -> str:
    phone = Party.objects.get(pk=by.self_party_id or 0).phone
    if not phone:
        raise Refusal("no_phone", _("We know no phone number of yours. Please come to a window."), field="code")
    return phone
