"""`manage.py seed_calendar [YEAR …]`: holidays and working days, as the package chinesecalendar knows them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.services.calendar import seed_calendar
from core.workcalendar import MissingYear
from identity.actors import SYSTEM


class Command(BaseCommand):
    """Adds the years that are not loaded yet as a new version of the calendar (T-36); repeating it changes nothing."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Years; none means every year the package knows."""
        parser.add_argument("years", type=int, nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error for a year whose holidays are not published yet: nothing is guessed."""
        try:
            calendar = seed_calendar(options["years"], by=SYSTEM)
        except MissingYear as error:
            raise CommandError(f"this version of chinesecalendar does not know the holidays of {error.year}") from error
        self.stdout.write(f"version {calendar.number}: {calendar.first_year} to {calendar.last_year}")
