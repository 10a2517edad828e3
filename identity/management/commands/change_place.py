"""`manage.py change_place department 市场监督管理局 --phone 0512-…` or `… hall 市政务服务中心 --hours "…"`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from identity.actors import SYSTEM
from identity.models import Department, Hall
from identity.services.places import DEPARTMENT_FIELDS, HALL_FIELDS, change_department, change_hall

FIELDS = sorted(DEPARTMENT_FIELDS | HALL_FIELDS)


class Command(BaseCommand):
    """Changes what guides, kiosks and papers say about a department or a hall, everywhere at once."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """What it is, its key or name, and what is new about it."""
        parser.add_argument("kind", choices=["department", "hall"])
        parser.add_argument("which", help="the short key of a department, the name of a hall")
        for field in FIELDS:
            parser.add_argument(f"--{field}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error for a place nobody knows and for what cannot be changed."""
        changes = {field: options[field] for field in FIELDS if options[field] is not None}
        try:
            if options["kind"] == "department":
                change_department(Department.objects.get(key=options["which"]), changes, by=SYSTEM)
            else:
                change_hall(Hall.objects.get(name=options["which"]), changes, by=SYSTEM)
        except (Department.DoesNotExist, Hall.DoesNotExist) as error:
            raise CommandError(f"nothing is called {options['which']}") from error
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(self.style.SUCCESS(f"{options['which']}: {', '.join(changes) or 'nothing'} changed"))
