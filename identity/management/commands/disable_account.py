"""`manage.py disable_account 31001-1`: nobody signs in with this account any more, and its sessions end."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from identity.actors import SYSTEM
from identity.models import Account
from identity.services.accounts import disable_account


class Command(BaseCommand):
    """Takes an account out of use at once, for example when somebody leaves or a device is lost."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The user name."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error for a name nobody has."""
        account = Account.objects.filter(username=options["username"]).first()
        if account is None:
            raise CommandError("nobody has this user name")
        disable_account(account, by=SYSTEM)
        self.stdout.write(self.style.SUCCESS("the account is out of use and its sessions have ended"))
