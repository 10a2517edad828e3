"""import_items: a workbook into drafts of the catalogue."""

from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from identity.actors import SYSTEM
from identity.models import Department
from items.models import BookImport, BookItem, BookStage, RowOutcome, SheetProfile
from items.rules.mapping import profile_from
from items.services.bookruns import run_check, run_import
from items.services.books import map_book, receive_book, start_check, start_import, unfinished_book
from items.workbooks.assess import Assessed, Scope, assessed
from items.workbooks.book import is_own
from items.workbooks.files import open_sheets
from items.workbooks.opening import source_of
from items.workbooks.read import Trouble
from items.workbooks.words import change_words, trouble_words


class Command(BaseCommand):
    """Reads our own workbook, or a foreign sheet by a stored profile, and brings it into drafts; what is in force stays
    as it is. A second run of the same file goes on where the first was stopped.
    """

    help = "Bring a workbook into drafts; --dry-run only says what would change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the .xlsx or .csv to read")
        parser.add_argument("--dry-run", action="store_true", help="compare only, write nothing")
        parser.add_argument("--profile", help="name of the stored mapping a foreign sheet is read by")
        parser.add_argument("--department", help="key of the body of items that name none")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                definition = self._definition(file, path.name, options["profile"])
                department = self._department(options["department"])
                if options["dry_run"]:
                    self._compare(file, path.name, definition, department)
                else:
                    self._bring_in(file, path.name, definition, department)
        except OSError as error:
            raise CommandError(str(error)) from error
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal

    def _definition(self, file: IO[bytes], name: str, profile: str | None) -> dict[str, Any] | None:
        if is_own(open_sheets(file, name=name)):
            return None
        if not profile:
            raise CommandError("this is a foreign sheet: name the profile it is read by with --profile")
        stored = SheetProfile.objects.filter(name=profile).order_by("pk").first()
        if stored is None:
            raise CommandError(f"no profile {profile!r}")
        return dict(stored.definition)

    def _department(self, key: str | None) -> Department | None:
        if key and not Department.objects.filter(key=key).exists():
            raise CommandError(f"no department {key!r}")
        return Department.objects.filter(key=key).first() if key else None

    def _compare(
        self, file: IO[bytes], name: str, definition: dict[str, Any] | None, department: Department | None
    ) -> None:
        source = source_of(open_sheets(file, name=name), definition)
        reach = {body.key: body for body in Department.objects.all()}
        scope = Scope(reach, department, bool(definition and definition.get("self_made")))
        changes = errors = 0
        for one in assessed(source.items(), scope):
            changes += one.outcome in ("new", "changed")
            errors += one.outcome == "bad"
            self._tell(one)
        for trouble in source.troubles:
            self._tell_trouble(trouble)
        errors += sum(trouble.grave for trouble in source.troubles)
        self.stdout.write(f"{changes} changes" + (f", {errors} errors" if errors else ""))

    def _tell(self, one: Assessed) -> None:
        if one.outcome in ("new", "changed"):
            self.stdout.write(f"{one.outcome}: {one.content['name']} ({one.read.cell})")
            for change in one.changes if one.outcome == "changed" else ():
                cell = one.read.cell_of(change.place)
                self.stdout.write(f"  {cell} {change_words(change.place, change.before, change.after)}")
        for trouble in one.read.troubles:
            self._tell_trouble(trouble)

    def _tell_trouble(self, trouble: Trouble) -> None:
        level = "error" if trouble.grave else "note"
        self.stdout.write(f"  {level} {trouble.cell}: {trouble_words(trouble.code, trouble.words)}")

    def _bring_in(
        self, file: IO[bytes], name: str, definition: dict[str, Any] | None, department: Department | None
    ) -> None:
        book = unfinished_book(file, by=SYSTEM)
        if book is None:
            book = receive_book(file, name=name, by=SYSTEM, department=department)
            if definition is not None:
                book = map_book(book, profile_from(definition), by=SYSTEM)
            book = start_check(book, by=SYSTEM)
            run_check(book.pk)
            book = start_import(BookImport.objects.get(pk=book.pk), by=SYSTEM)
        run_import(book.pk, by=SYSTEM)
        self._report(BookImport.objects.select_related("job").get(pk=book.pk))

    def _report(self, book: BookImport) -> None:
        if book.stage != BookStage.DONE:
            raise CommandError(book.job.message if book.job else "another process is at this file")
        for row in BookItem.objects.filter(book=book, outcome=RowOutcome.BAD).iterator():
            for trouble in row.troubles:
                if trouble["grave"]:
                    self.stdout.write(f"  error {trouble['cell']}: {trouble_words(trouble['code'], trouble['words'])}")
        result = book.job.result if book.job else {}
        self.stdout.write(", ".join(f"{result.get(outcome, 0)} {outcome}" for outcome in RowOutcome.values))
