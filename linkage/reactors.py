"""What linkage does when something happened to a case."""

from cases.events import CaseAccepted, CaseWithdrawn, ClocksRedated, ProcedureEnded
from cases.models import Case
from core.events import Record
from linkage import engine
from linkage.services.reviewing import follow_redated_clocks, follow_stage_clock, open_run


def open_run_for_accepted_case(record: Record) -> None:
    """An accepted case goes to its first reviewers in the same transaction (invariant 2)."""
    open_run(Case(pk=record.event.case_id), by=record.doer)


def cancel_run_of_withdrawn_case(record: Record) -> None:
    """A withdrawn case leaves nobody's work list behind."""
    engine.cancel_run(Case.objects.get(pk=record.event.case_id), at=record.at)


def move_reviews_after_a_pause(record: Record) -> None:
    """Open reviews are due when their stage's clock is; a special procedure moved it (T-33)."""
    follow_stage_clock(Case.objects.filter(pk=record.event.case_id))


def move_reviews_with_the_calendar(record: Record) -> None:
    """Open reviews follow their stage's clock to another day of a new calendar (T-36)."""
    follow_redated_clocks(record.event.first_id, record.event.last_id)


REACTORS = [
    (CaseAccepted, open_run_for_accepted_case),
    (CaseWithdrawn, cancel_run_of_withdrawn_case),
    (ProcedureEnded, move_reviews_after_a_pause),
    (ClocksRedated, move_reviews_with_the_calendar),
]
