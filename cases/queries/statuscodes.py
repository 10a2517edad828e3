"""The status codes of stored cases; the mapping itself is in `cases.rules.statuscodes`."""

from cases.events import HigherDecisionCame
from cases.models import Case, ClosingKind, DocumentKind, EntryKind
from cases.models.papers import DECISIONS
from cases.queries.owing import owed_materials
from cases.queries.proceedings import proceeding_of
from cases.queries.withdrawals import waiting_withdrawal
from cases.rules.statuscodes import StatusFacts
from core.models import EventRow
from spaces.models import LicenceState


def status_facts(case: Case) -> StatusFacts:
    """What the two-level status codes of a case depend on (2.2)."""
    procedures = case.clock_entries.filter(kind=EntryKind.PAUSE, days__gt=0)
    return StatusFacts(
        state=case.state,
        accepted=case.accepted_at is not None,
        granted=_granted(case),
        corrected=case.corrections > 0,
        procedures=procedures.exclude(ended_at=None).count(),
        owing=owed_materials(case).exists(),
        withdrawal=_withdrawal(case),
        rescinded=case.licence is not None and case.licence.state == LicenceState.RESCINDED,
    )


def _withdrawal(case: Case) -> str:
    waiting = waiting_withdrawal(case)
    if waiting is None:
        return ""
    return "asked" if waiting.accepted_at is None else "accepted"


def _granted(case: Case) -> bool | None:
    """The decision of this body, or the one of the higher authority that closed a forwarded case; None without one.
    What the body began itself is passed where it is upheld."""
    if case.closing == ClosingKind.FORWARDED:
        came = EventRow.objects.filter(stream="case", stream_id=case.pk, name=HigherDecisionCame.name())
        return bool(came.latest("pk").data["granted"])
    if (made := proceeding_of(case)) is not None:
        return made.upheld
    decisions = set(case.documents.filter(kind__in=DECISIONS).values_list("kind", flat=True))
    return DocumentKind.GRANT_DECISION in decisions if decisions else None
