"""`manage.py load_town FOLDER`: calendar, regions, departments, posts, halls and catalogue of a real town."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from govportal.founding.files import TownFileError, TownFolder
from govportal.founding.town import found_town
from identity.models import Region


class Command(BaseCommand):
    """Loads an empty database from the folder's files; anything wrong in them is said and nothing is stored."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error for a database that has regions already, and for files that are missing or wrong."""
        if Region.objects.exists():
            raise CommandError("this database has a town already")
        try:
            found_town(TownFolder(options["folder"]), told=self.stdout.write)
        except (TownFileError, Refusal) as error:
            raise CommandError(str(error)) from error
        except KeyError as error:
            raise CommandError(f"a row refers to {error}, which no file has") from error
