"""Taking accounts out of use."""

from django.db import transaction

from core import clock
from core.events import Doer
from core.outbox import publish
from identity.events import AccountDisabled
from identity.models import Account, SignIn


def disable_account(account: Account, *, by: Doer) -> Account:
    """From now on nobody signs in with this account, and its sessions are over for good. Publishes AccountDisabled.

    Disabling it twice changes nothing.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        if not account.is_active:
            return account
        account.is_active = False
        account.save(update_fields=["is_active"])
        SignIn.objects.filter(account=account, ended_at=None).update(ended_at=clock.now())
        publish(AccountDisabled(account_id=account.pk), by=by)
    return account
