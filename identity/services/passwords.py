"""One's own password: of citizens, and of staff."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest

from core.outbox import publish
from identity.actors import Actor
from identity.events import PasswordSet
from identity.models import Account
from identity.services.proof import check_own_password, check_token, prove
from identity.services.sessions import SIGN_IN, end_other_sessions


def set_password(
    request: HttpRequest, *, new: str, by: Actor, address: str, code: str = "", old_password: str = ""
) -> None:
    """Set or change the citizen's password, proven by a fresh code or the old one; his other sessions end.

    Raises ValidationError for a weak password, before the code is used up; refuses as `prove` does.
    Publishes PasswordSet.
    """
    account = Account.objects.select_related("party").get(pk=by.account_id or 0)
    validate_password(new, account)
    prove(by=by, address=address, code=code, password=old_password)
    _replace(request, account, new, by=by)


def change_staff_password(
    request: HttpRequest, *, old_password: str, new: str, token: str, by: Actor, address: str
) -> None:
    """Change the password of a member of staff, proven by both factors; his other sessions end (10.3).

    Raises ValidationError for a weak password, before anything is used up; refuses `wrong_password`, `wrong_token` and
    `too_many_tries`. Publishes PasswordSet.
    """
    account = Account.objects.get(pk=by.account_id or 0)
    validate_password(new, account)
    check_own_password(old_password, by=by, address=address)
    check_token(token, account=account, address=address)
    _replace(request, account, new, by=by)


def _replace(request: HttpRequest, account: Account, new: str, *, by: Actor) -> None:
    """Store the new password and end the other sessions; this one goes on under a fresh key."""
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        first = not account.has_usable_password()
        account.set_password(new)
        account.save(update_fields=["password"])
        publish(PasswordSet(account_id=account.pk, first=first), by=by)
        end_other_sessions(by=by, but=request.session.get(SIGN_IN, 0))
    update_session_auth_hash(request, account)
