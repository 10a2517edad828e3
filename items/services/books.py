"""Spreadsheets that somebody imports: taking a file in, saying how it is read, having it checked and brought in."""

import hashlib
from collections.abc import Sequence
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.filerules import extension_of
from core.refusal import Refusal
from core.services.files import store_checked
from core.services.jobs import start_job
from identity.actors import Actor
from identity.models import Department
from items.models import BookImport, BookItem, BookStage, SheetProfile
from items.reach import departments_in_reach, usual_department
from items.rules.mapping import Profile, stored
from items.workbooks.book import is_own
from items.workbooks.files import open_sheets
from items.workbooks.foreign import chosen_sheet, view_of
from items.workbooks.gate import MEDIA_TYPE
from items.workbooks.sheets import Sheet

CHECK, IMPORT = "items.check_book", "items.import_book"


def receive_book(file: IO[bytes], *, name: str, by: Actor, department: Department | None = None) -> BookImport:
    """Take a spreadsheet in; nothing of the catalogue changes. A foreign one gets the mapping its headings suggest.

    Items that name no body belong to `department`, else to the actor's own.
    Refuses what `items.workbooks` refuses of files, and headings_missing, sheet_missing.
    """
    sheets = open_sheets(file, name=name)
    own = is_own(sheets)
    definition = None if own else stored(_suggested(sheets))
    file.seek(0)
    media_type = "text/csv" if extension_of(name) == "csv" else MEDIA_TYPE
    return BookImport.objects.create(
        file=store_checked(file.read(), media_type=media_type),
        file_name=name[-200:],
        own=own,
        definition=definition,
        department=department or usual_department(by),
        bodies=sorted(departments_in_reach(by).values_list("key", flat=True)),
        started_by_id=by.account_id,
        started_by_label=by.label[:120],
        created_at=clock.now(),
    )


def unfinished_book(file: IO[bytes], *, by: Actor) -> BookImport | None:
    """An import of the same content by the same person that was stopped while its items were brought in."""
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    stopped = BookImport.objects.filter(file__digest=digest, stage=BookStage.IMPORTING, started_by_id=by.account_id)
    return stopped.order_by("-pk").first()


def map_book(book: BookImport, profile: Profile, *, by: Actor) -> BookImport:
    """Say how a foreign sheet is read. Refuses `book_under_way` while it is being imported, and `nothing_mapped`."""
    with transaction.atomic():
        book = _held(book)
        if book.stage in (BookStage.CHECKING, BookStage.IMPORTING, BookStage.DONE):
            raise _under_way()
        if "name" not in profile.columns.values() and "code" not in profile.columns.values():
            sentence = _("Choose the column that holds the name of the item, or its code.")
            raise Refusal("nothing_mapped", sentence, field="columns")
        book.definition, book.stage = stored(profile), BookStage.UPLOADED
        book.save(update_fields=["definition", "stage"])
    return book


def keep_profile(profile: Profile, *, name: str, by: Actor) -> SheetProfile:
    """Keep a mapping under a name for the next file of its kind; the same name of one's own department replaces it.

    Refuses `name_missing`.
    """
    if not name.strip():
        raise Refusal("name_missing", _("Give the profile a name."), field="profile_name")
    values = {"definition": stored(profile), "changed_at": clock.now(), "changed_by": by.label[:120]}
    kept, _new = SheetProfile.objects.update_or_create(
        name=name.strip()[:60], department=usual_department(by), defaults=values
    )
    return kept


def start_check(book: BookImport, *, by: Actor) -> BookImport:
    """Have a worker compare the file with the catalogue. Refuses `book_under_way`. The caller queues the task."""
    return _started(book, CHECK, BookStage.CHECKING, (BookStage.UPLOADED, BookStage.CHECKED), by=by)


def start_import(book: BookImport, *, by: Actor) -> BookImport:
    """Have a worker bring the checked items into drafts. Refuses `book_under_way` unless the file has been checked."""
    return _started(book, IMPORT, BookStage.IMPORTING, (BookStage.CHECKED,), by=by)


def _suggested(sheets: Sequence[Sheet]) -> Profile:
    view = view_of(chosen_sheet(sheets, Profile()))
    return Profile(sheet=view.name, columns={c.heading: c.suggestion.key for c in view.columns if c.suggestion})


def _started(book: BookImport, kind: str, stage: BookStage, allowed: tuple[BookStage, ...], *, by: Actor) -> BookImport:
    with transaction.atomic():
        book = _held(book)
        if book.stage not in allowed:
            raise _under_way()
        total = BookItem.objects.filter(book=book).count() or None
        book.job, book.stage = start_job(kind, by=by, total=total), stage
        book.save(update_fields=["job", "stage"])
    return book


def _held(book: BookImport) -> BookImport:
    return BookImport.objects.select_for_update(of=("self",)).get(pk=book.pk)


def _under_way() -> Refusal:
    return Refusal("book_under_way", _("This import has gone further already."), conflict=True)
