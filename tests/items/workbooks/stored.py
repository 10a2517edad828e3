"""An import and its items as rows, for tests that only look at them."""

from core import clock
from core.services.files import store_checked
from identity.actors import Actor
from items.models import BookImport, BookItem, BookStage, RowOutcome


def book_of(keeper: Actor) -> BookImport:
    """A finished import of this administrator."""
    return BookImport.objects.create(
        file=store_checked(b"sheet", media_type="text/csv"),
        file_name="清单.csv",
        own=False,
        stage=BookStage.DONE,
        started_by_id=keeper.account_id,
        started_by_label=keeper.label,
        created_at=clock.now(),
    )


def fill_book(book: BookImport, count: int) -> None:
    """So many items more, each with a change and an error."""
    before = BookItem.objects.filter(book=book).count()
    change = {"place": "visits", "cell": "清单!C2", "before": 1, "after": 0}
    trouble = {"code": "not_a_date", "cell": "清单!D2", "words": {"value": "近期"}, "grave": False}
    BookItem.objects.bulk_create(
        BookItem(
            book=book,
            order=before + number,
            name=f"事项{before + number}",
            cell="清单!A2",
            outcome=RowOutcome.CHANGED,
            changes=[change],
            troubles=[trouble],
        )
        for number in range(1, count + 1)
    )
