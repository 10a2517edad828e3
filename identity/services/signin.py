"""Signing in: citizens by phone and code or password, staff by password and second factor."""

from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_otp import login as otp_login

from core.encryption import blind_index
from core.identifiers import InvalidIdentifier, mobile
from core.identifiers.errors import tidy
from core.ratelimits import Rate, count_try, forgive
from core.refusal import Refusal
from identity.models import Account, AccountKind
from identity.services.codes import use_code
from identity.services.proof import check_token
from identity.services.sessions import begin_session

PER_NAME_AND_ADDRESS = (Rate(5, 300), Rate(20, 3600))
PER_ADDRESS = (Rate(60, 300),)
_NOBODY = make_password("nobody")


def sign_in_with_code(request: HttpRequest, *, phone: str, code: str, address: str) -> Account | None:
    """Sign a citizen in with a code sent to his phone; None when the phone is proven but not registered yet."""
    count_try(f"signin-address:{address}", PER_ADDRESS)
    number = use_code(phone, code, purpose="sign-in")
    account = citizen_by_phone(number)
    if account is not None:
        begin_session(request, account, address=address)
    return account


def sign_in_with_password(request: HttpRequest, *, phone: str, password: str, address: str) -> Account:
    """Sign a citizen in with his password. Refuses `wrong_sign_in` alike for unknown phones and wrong passwords."""
    try:
        number = mobile(phone)
    except InvalidIdentifier:
        number = ""
    account = _checked(citizen_by_phone(number) if number else None, number or phone, password, address)
    begin_session(request, account, address=address)
    return account


def check_staff_password(*, username: str, password: str, address: str) -> Account:
    """The first of the two factors of staff. Refuses `wrong_sign_in`."""
    account = Account.objects.filter(username=username.strip(), kind=AccountKind.STAFF, is_active=True).first()
    return _checked(account, username, password, address)


def sign_in_staff(request: HttpRequest, account: Account, *, token: str, address: str) -> None:
    """The second factor: a time-based code. Refuses `wrong_token`; the device itself slows down guessing."""
    device = check_token(token, account=account, address=address)
    begin_session(request, account, address=address)
    otp_login(request, device)


def citizen_by_phone(number: str) -> Account | None:
    """The active citizen's account of a normalised phone number."""
    index = blind_index(number, "party.phone")
    return (
        Account.objects.filter(party__phone_index=index, kind=AccountKind.CITIZEN, is_active=True)
        .select_related("party")
        .order_by("pk")
        .first()
    )


def _checked(account: Account | None, name: str, password: str, address: str) -> Account:
    """Count first, then hash, always: unknown names take as long as wrong passwords."""
    name_index = blind_index(tidy(name), "signin.name").hex()
    count_try(f"signin-address:{address}", PER_ADDRESS)
    count_try(f"signin:{name_index}:{address}", PER_NAME_AND_ADDRESS)
    right = check_password(password, account.password if account else _NOBODY)
    if account is None or not right:
        raise Refusal("wrong_sign_in", _("Name or password is wrong."), field="password")
    forgive(f"signin:{name_index}:{address}", PER_NAME_AND_ADDRESS)
    return account
