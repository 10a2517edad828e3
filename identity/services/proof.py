"""Proving once more who one is, before a deed that others could abuse (A-10: authorisation, password)."""

from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _

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
        _check_password(password, by=by, address=address)
    else:
        raise Refusal("proof_missing", _("Please type the code we sent to your phone."), field="code")


def _check_password(password: str, *, by: Actor, address: str) -> None:
    name = f"proof:{by.account_id}:{address}"
    count_try(name, PER_ACCOUNT_AND_ADDRESS)
    if not check_password(password, Account.objects.get(pk=by.account_id or 0).password):
        raise Refusal("wrong_password", _("The password is wrong."), field="old_password")
    forgive(name, PER_ACCOUNT_AND_ADDRESS)


def _phone_of(by: Actor) -> str:
    phone = Party.objects.get(pk=by.self_party_id or 0).phone
    if not phone:
        raise Refusal("no_phone", _("We know no phone number of yours. Please come to a window."), field="code")
    return phone
