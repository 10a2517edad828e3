"""What may still be corrected in a case that has ended, and what was."""

from django.db.models import QuerySet

from cases.models import BETWEEN_BODIES, Amendment, Case, CaseState, Document, DocumentKind, LicenceFact
from cases.models.case import FINAL_STATES
from spaces.models import Licence, LicenceState
from spaces.queries.licences import newest_version

AMENDABLE = (FINAL_STATES | {CaseState.ISSUED, CaseState.DELIVERED}) - {CaseState.VOIDED, CaseState.WITHDRAWN}
"""Its papers are out and nothing in the case itself can change any more."""
UNLIMITED = "长期"
"""The last day of a licence without one, as papers say it."""
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


def facts_of(licence: Licence) -> dict[LicenceFact, str]:
    """What a licence says beside its data set, as a correction names it: days as ISO dates, no last day as 长期."""
    return {
        LicenceFact.HOLDER: licence.named_holder,
        LicenceFact.VALID_FROM: licence.valid_from.isoformat(),
        LicenceFact.VALID_UNTIL: licence.valid_until.isoformat() if licence.valid_until else UNLIMITED,
    }


def amendments_made(case: Case) -> QuerySet[Amendment]:
    """What was corrected, in the order in which it was."""
    return case.amendments.exclude(version=None).order_by("version").prefetch_related("places")


def amended_text(case: Case, text: str) -> str:
    """A text about the case with every correction made so far, where the text has what was wrong."""
    for place in (place for made in amendments_made(case) for place in made.places.all()):
        if place.field:
            text = text.replace(f"{place.field}：{place.was}", f"{place.field}：{place.now}")
        elif place.document_id is not None and len(place.was) >= SHORTEST:
            text = text.replace(place.was, place.now)
    return text


def amended_facts(case: Case) -> dict[str, str]:
    """What the licence says otherwise by now beside its data set, by LicenceFact."""
    places = (place for made in amendments_made(case) for place in made.places.all())
    return {place.fact: place.now for place in places if place.fact}
