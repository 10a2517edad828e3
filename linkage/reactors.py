"""What linkage does when something happened to a case."""

from cases.events import CaseAccepted, CaseWithdrawn
from cases.models import Case
from core.events import Record
from linkage import engine
from linkage.services.reviewing import open_run


def open_run_for_accepted_case(record: Record) -> None:
    """An accepted case goes to its first reviewers in the same transaction (invariant 2)."""
    open_run(Case.objects.get(pk=record.event.case_id), by=record.doer)


def cancel_run_of_withdrawn_case(record: Record) -> None:
    """A withdrawn case leaves nobody's work list behind."""
    engine.cancel_run(Case.objects.get(pk=record.event.case_id), at=record.at)


REACTORS = [(CaseAccepted, open_run_for_accepted_case), (CaseWithdrawn, cancel_run_of_withdrawn_case)]
