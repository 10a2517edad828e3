"""The status codes of stored cases; the mapping itself is in `cases.rules.statuscodes`."""

from cases.models import Case, DocumentKind, EntryKind
from cases.models.papers import DECISIONS
from cases.queries.owing import owed_materials
from cases.rules.statuscodes import StatusFacts
from spaces.models import LicenceState


def status_facts(case: Case) -> StatusFacts:
    """What the two-level status codes of a case depend on (2.2)."""
    decisions = set(case.documents.filter(kind__in=DECISIONS).values_list("kind", flat=True))
    ended = case.clock_entries.filter(kind=EntryKind.PAUSE).exclude(ended_at=None)
    return StatusFacts(
        state=case.state,
        accepted=case.accepted_at is not None,
        granted=DocumentKind.GRANT_DECISION in decisions if decisions else None,
        corrected=case.corrections > 0,
        procedures=ended.count(),
        owing=owed_materials(case).exists(),
        rescinded=case.licence is not None and case.licence.state == LicenceState.RESCINDED,
    )
