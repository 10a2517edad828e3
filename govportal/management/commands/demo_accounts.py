"""`manage.py demo_accounts`: who may sign in to the demonstration."""

from django.core.management.base import BaseCommand

from govportal.demo.accounts import accounts_table


class Command(BaseCommand):
    """Print the table of accounts."""

    help = "Print the accounts of the demonstration."

    def handle(self, *args: object, **options: object) -> None:
        """One line per account."""
        self.stdout.write(accounts_table())
