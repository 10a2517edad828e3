"""What may still be corrected in a case that has ended, and what was."""

from django.db.models import QuerySet

from cases.models import BETWEEN_BODIES, Amendment, Case, CaseState, Document, DocumentKind
from cases.models.case import FINAL_STATES
from spaces.models import Licence, LicenceState
from spaces.queries.licences import newest_version

AMENDABLE = (FINAL_STATES | {CaseState.ISSUED, CaseState.DELIVERED}) - {CaseState.VOIDED, CaseState.WITHDRAWN}
"""Its papers are out and nothing in the case itself can change any more."""
SHORTEST = 4
"""Characters a wrong passage of a paper has at least to be looked for in what was published."""


def may_be_amended(case: Case) -> bool:
    """Whether errors of the case are corrected by an act of its own: it has ended, and was not made anonymous."""
    return case.state in AMENDABLE and not hasattr(case, "anonymised")


def papers_to_amend(case: Case) -> QuerySet[Document]:
    """The papers the applicant has, but for correction notices themselves, the newest first."""
    kept = case.documents.exclude(kind__in=[*BETWEEN_BODIES, DocumentKind.AMENDMENT_NOTICE])
    return kept.exclude(number=None).order_by("-pk")


def licence_to_amend(case: Case) -> Licence | None:
    """The newest version of the licence the case gave, while it is valid."""
    licence = newest_version(case.licence)
    return licence if licence is not None and licence.state == LicenceState.VALID else None


def amendments_made(case: Case) -> QuerySet[Amendment]:
    """What was corrected, in the order in which it was."""
    return case.amendments.exclude(version=None).order_by("version")


def amended_text(case: Case, text: str) -> str:
    """A text about the case with every correction made so far, where the text has what was wrong."""
    for made in amendments_made(case):
        if made.field:
            text = text.replace(f"{made.field}：{made.was}", f"{made.field}：{made.now}")
        elif len(made.was) >= SHORTEST:
            text = text.replace(made.was, made.now)
    return text
