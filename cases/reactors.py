"""What cases does when something happened to a case."""

from cases.events import ClockOverran, DocumentOrdered, ResultIssued
from cases.models import Case, ClockKind
from cases.services.issuing import draw_licence, return_uncorrected
from cases.services.papers import make_document
from core.events import Record
from identity.actors import SYSTEM


def make_ordered_document(record: Record) -> None:
    """Draw and seal the paper that was ordered."""
    make_document(record.event.document_id)


def draw_issued_licence(record: Record) -> None:
    """Draw and seal the licence of an issued result."""
    if record.event.licence_id is not None:
        draw_licence(record.event.licence_id)


def return_case_never_corrected(record: Record) -> None:
    """C-09: when the applicant's clock has run out, the application is returned."""
    if record.event.kind == ClockKind.CORRECTION:
        return_uncorrected(Case.objects.get(pk=record.event.case_id), by=SYSTEM)


REACTORS = [
    (DocumentOrdered, make_ordered_document, "pdf"),
    (ResultIssued, draw_issued_licence, "pdf"),
    (ClockOverran, return_case_never_corrected, "interactive"),
]
