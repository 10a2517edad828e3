"""What becomes of a pledge and of a visit when something happened to their case."""

from cases.events import (
    CaseDeclined,
    CaseGranted,
    CaseRefused,
    CaseReturned,
    CaseTerminated,
    CaseVoided,
    CaseWithdrawn,
)
from cases.models import Case
from cases.services.checking import plan_check
from cases.services.visiting import lapse_visits
from core.events import Event, Handler, Record


def plan_check_of_pledge(record: Record) -> None:
    """2.4: what was granted on a pledge is checked afterwards."""
    plan_check(Case.objects.get(pk=record.event.case_id), by=record.doer)


def lapse_visits_of_ended_case(record: Record) -> None:
    """Nobody is sent to look at what has ended."""
    lapse_visits(Case(pk=record.event.case_id), by=record.doer)


PLEDGE_REACTORS: list[tuple[type[Event] | list[type[Event]], Handler]] = [
    (CaseGranted, plan_check_of_pledge),
    (
        [CaseDeclined, CaseReturned, CaseWithdrawn, CaseTerminated, CaseVoided, CaseRefused, CaseGranted],
        lapse_visits_of_ended_case,
    ),
]
