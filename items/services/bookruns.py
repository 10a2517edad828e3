"""What workers do with a spreadsheet: compare it with the catalogue, bring it into drafts, go on after a stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from core.models import JobState
from core.refusal import Refusal
from core.services.jobs import fail_job, finish_job, report_progress
from identity.actors import Actor
from items.models import BookImport, BookItem, BookStage, RowOutcome
from items.rules.changes import Change
from items.services.bookdrafts import put_into_draft
from items.workbooks.assess import Assessed
from items.workbooks.opening import Reading
from items.workbooks.read import ReadItem, Trouble

WRITTEN_AT_ONCE = 100
MOST_CHANGES, MOST_TROUBLES = 200, 100
"""Kept of one item; a report that long is read by nobody."""


def run_check(book_id: int) -> None:
    """Compare every item of the file with the catalogue and keep what would change; a former check is forgotten.

    Does nothing for a book that is not being checked, or that another worker is at.
    """
    with _alone(book_id, BookStage.CHECKING) as book:
        if book is None:
            return
        with _failure_told(book):
            BookItem.objects.filter(book=book).delete()
            reading = Reading(book)
            waiting: list[BookItem] = []
            count = 0
            for count, one in enumerate(reading.items(), start=1):
                waiting.append(_row(book, count, one))
                if len(waiting) == WRITTEN_AT_ONCE:
                    BookItem.objects.bulk_create(waiting)
                    waiting.clear()
                    report_progress(_job(book), count)
            BookItem.objects.bulk_create(waiting)
            book.troubles = [_trouble(trouble) for trouble in reading.troubles[:MOST_TROUBLES]]
            book.stage = BookStage.CHECKED
            book.save(update_fields=["troubles", "stage"])
            finish_job(_job(book), result=counts(book))


def run_import(book_id: int, *, by: Actor) -> None:
    """Bring every sound item of the file into its draft, one transaction each; after a stop it goes on where it was.

    Does nothing for a book that is not being imported, or that another worker is at.
    """
    with _alone(book_id, BookStage.IMPORTING) as book:
        if book is None:
            return
        with _failure_told(book):
            rows = BookItem.objects.filter(book=book)
            total, done = rows.count(), set(rows.filter(done=True).values_list("order", flat=True))
            for order, one in enumerate(Reading(book).items(), start=1):
                if order not in done:
                    _bring_in(book, order, one, by=by)
                if order % WRITTEN_AT_ONCE == 0:
                    report_progress(_job(book), order, total=total)
            book.stage = BookStage.DONE
            book.save(update_fields=["stage"])
            finish_job(_job(book), result=counts(book))


def counts(book: BookImport) -> dict[str, int]:
    """How many items of a file have each outcome."""
    found = dict.fromkeys(RowOutcome.values, 0)
    grouped = BookItem.objects.filter(book=book).values_list("outcome").annotate(number=Count("pk"))
    found |= dict(grouped)
    return found


def left_behind(before: datetime) -> list[int]:
    """The books whose worker was lost: nobody has told of progress since `before`."""
    running = BookImport.objects.filter(stage__in=[BookStage.CHECKING, BookStage.IMPORTING])
    lost = running.filter(job__changed_at__lt=before, job__state__in=[JobState.WAITING, JobState.RUNNING])
    return list(lost.values_list("pk", flat=True))


@contextmanager
def _alone(book_id: int, stage: BookStage) -> Iterator[BookImport | None]:
    """The book at this stage for one worker at a time; None when it is elsewhere. The lock goes with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"book-{book_id}"])
        alone = cursor.fetchone()[0]
        try:
            book = BookImport.objects.select_related("file").filter(pk=book_id, stage=stage).first() if alone else None
            yield book
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"book-{book_id}"])


@contextmanager
def _failure_told(book: BookImport) -> Iterator[None]:
    """A file that turns out unreadable half-way ends the job with its sentence and can be mapped and checked again."""
    try:
        yield
    except Refusal as refusal:
        before = BookStage.UPLOADED if book.stage == BookStage.CHECKING else BookStage.CHECKED
        BookImport.objects.filter(pk=book.pk).update(stage=before)
        fail_job(_job(book), str(refusal.sentence))


def _job(book: BookImport) -> int:
    if book.job_id is None:
        raise Refusal("book_under_way", _("This import has not been started."), conflict=True)
    return book.job_id


def _bring_in(book: BookImport, order: int, one: Assessed, *, by: Actor) -> None:
    """One item, in one transaction with the note that it is done."""
    values: dict[str, Any] = {"done": True}
    try:
        with transaction.atomic():
            if not one.read.bad:
                draft = put_into_draft(one, note=_("From %(file)s") % {"file": book.file_name}, by=by)
                values |= {"draft": draft, "item": draft.item if draft else one.item}
            values |= {"outcome": one.outcome, "troubles": _troubles(one)}
            BookItem.objects.filter(book=book, order=order).update(**values)
    except Refusal as refusal:
        one.read.troubles.append(Trouble("refused", one.read.cell, {"sentence": str(refusal.sentence)}))
        BookItem.objects.filter(book=book, order=order).update(
            done=True, outcome=RowOutcome.BAD, troubles=_troubles(one)
        )


def _row(book: BookImport, order: int, one: Assessed) -> BookItem:
    return BookItem(
        book=book,
        order=order,
        name=str(one.content["name"] or one.read.values.get("name", ""))[:200],
        cell=str(one.read.cell)[:80],
        outcome=one.outcome,
        changes=[_change(one.read, change) for change in one.changes[:MOST_CHANGES]],
        troubles=_troubles(one),
        item=one.item,
    )


def _change(read: ReadItem, change: Change) -> dict[str, Any]:
    return {
        "place": change.place,
        "cell": str(read.cell_of(change.place)),
        "before": change.before,
        "after": change.after,
    }


def _troubles(one: Assessed) -> list[dict[str, Any]]:
    """What is wrong with the cells of an item, and what the checks will ask for before it is handed over."""
    troubles = [_trouble(trouble) for trouble in one.read.troubles]
    troubles += [
        {
            "code": "finding",
            "cell": str(one.read.cell_of(found.place)),
            "words": {"code": found.code, "place": found.place, "words": dict(found.words)},
            "grave": False,
        }
        for found in one.findings
    ]
    return troubles[:MOST_TROUBLES]


def _trouble(trouble: Trouble) -> dict[str, Any]:
    return {
        "code": trouble.code,
        "cell": str(trouble.cell),
        "words": {key: str(value) for key, value in trouble.words.items()},
        "grave": trouble.grave,
    }
