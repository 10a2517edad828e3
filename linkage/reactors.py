"""What linkage does when something happened to a case."""

from cases.events import (
    CaseAccepted,
    CaseResumed,
    CaseTerminated,
    CaseVoided,
    CaseWithdrawn,
    ClocksRedated,
    CreditRecorded,
    ProcedureEnded,
    ProceedingBegun,
    RenewalDeemed,
)
from cases.models import Case
from core.events import Event, Handler, Record
from linkage import engine
from linkage.services.reviewing import follow_redated_clocks, follow_stage_clock, open_run


def open_run_for_accepted_case(record: Record) -> None:
    """An accepted case, or one the body began by itself, goes to its first reviewers in the same transaction (invariant
    2)."""
    open_run(Case(pk=record.event.case_id), by=record.doer)


def cancel_run_of_ended_case(record: Record) -> None:
    """A case that ends without a verdict leaves nobody a review to give."""
    engine.cancel_run(Case.objects.get(pk=record.event.case_id), at=record.at)


def move_reviews_after_a_pause(record: Record) -> None:
    """Open reviews are due when their stage's clock is; a special procedure moved it (T-33)."""
    follow_stage_clock(Case.objects.filter(pk=record.event.case_id))


def move_reviews_with_the_calendar(record: Record) -> None:
    """Open reviews follow their stage's clock to another day of a new calendar (T-36)."""
    follow_redated_clocks(record.event.first_id, record.event.last_id)


REACTORS: list[tuple[type[Event] | list[type[Event]], Handler]] = [
    ([CaseAccepted, ProceedingBegun], open_run_for_accepted_case),
    ([CaseWithdrawn, CaseTerminated, CaseVoided, RenewalDeemed, CreditRecorded], cancel_run_of_ended_case),
    ([ProcedureEnded, CaseResumed], move_reviews_after_a_pause),
    (ClocksRedated, move_reviews_with_the_calendar),
]
