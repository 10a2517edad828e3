"""export_items: the catalogue as a workbook."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from identity.models import Department
from items.models import Item
from items.rules.cells import Unreadable
from items.workbooks.exporting import export_items
from items.workbooks.words import trouble_words


class Command(BaseCommand):
    """Writes every item with all its elements into an .xlsx: one sheet per table, headings in the official terms."""

    help = "Write the catalogue into a workbook that import_items reads back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the .xlsx to write")
        parser.add_argument("--department", help="only items of the body with this key")

    def handle(self, *args: Any, **options: Any) -> None:
        items = Item.objects.all()
        if key := options["department"]:
            if not Department.objects.filter(key=key).exists():
                raise CommandError(f"no department {key!r}")
            items = items.filter(department__key=key)
        try:
            with options["file"].open("wb") as file:
                count = export_items(items, file)
        except OSError as error:
            raise CommandError(str(error)) from error
        except Unreadable as reason:
            raise CommandError(trouble_words(reason.code, reason.words)) from reason
        self.stdout.write(f"{count} items written")
