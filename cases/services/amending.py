"""Correcting errors of an ended case (更正): the notice, the licence, what was published, the archive."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.events import CaseAmended
from cases.models import AmendedPlace, Amendment, Case, DocumentKind, LicenceFact, Proposal
from cases.queries.amendments import UNLIMITED, amendments_made, facts_of, licence_to_amend
from cases.queries.papers import paper_title
from cases.services.archiving import succeed_package
from cases.services.life import locked
from cases.services.papers import order_document, remedies
from cases.services.publishing import republish_amended
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from spaces.models import Licence
from spaces.services.changes import NewVersion, replace_licence


def amend_case(proposal: Proposal, *, by: Actor) -> None:
    """Carry out an approved correction: nothing of the case changes, a numbered notice says what stood there and what
    stands there now; the licence gets its next version (L-03), what is public and what is archived their successors.

    Refuses `moved_on` (a conflict) where the licence no longer says what was to be corrected, and what
    `replace_licence` and `succeed_package` refuse. Publishes CaseAmended, and their events.
    """
    with locked(proposal.case) as case:
        now = clock.now()
        made = Amendment.objects.get(proposal=proposal)
        places = list(made.places.select_related("document"))
        if any(place.in_licence for place in places):
            made.licence = _next_version(case, places, proposal, by)
        made.version = amendments_made(case).count() + 1
        content = _content(case, made, places, by)
        kind = DocumentKind.AMENDMENT_NOTICE
        made.notice = order_document(case, kind, content=content, by=by, at=now, serial=made.version)
        made.save(update_fields=["licence", "version", "notice"])
        publish(CaseAmended(case_id=case.pk, amendment_id=made.pk, version=made.version), by=by, at=now)
        republish_amended(case, reason=proposal.reason, by=by)
        succeed_package(case, reason=proposal.reason, by=by)


def _next_version(case: Case, places: Sequence[AmendedPlace], proposal: Proposal, by: Actor) -> Licence:
    """One next version for all its errors."""
    licence = licence_to_amend(case)
    data, facts = dict(licence.data) if licence else {}, facts_of(licence) if licence else {}
    for place in (place for place in places if place.in_licence):
        said = str(data.get(place.field, "")) if place.field else facts.get(LicenceFact(place.fact))
        if licence is None or said != place.was:
            raise Refusal("moved_on", _("The licence no longer says what was to be corrected."), conflict=True)
        if place.field:
            data[place.field] = place.now
        else:
            facts[LicenceFact(place.fact)] = place.now
    assert licence is not None, "one of them is in it"
    until = facts[LicenceFact.VALID_UNTIL]
    new = NewVersion(
        data,
        None if until == UNLIMITED else date.fromisoformat(until),
        licence.case_no,
        holder_name=facts[LicenceFact.HOLDER] if facts[LicenceFact.HOLDER] != licence.holder.name else "",
        valid_from=date.fromisoformat(facts[LicenceFact.VALID_FROM]),
    )
    return replace_licence(licence, new, reason=f"更正：{proposal.reason}"[:200], by=by)


def _content(case: Case, made: Amendment, places: Sequence[AmendedPlace], by: Actor) -> dict[str, Any]:
    """What the notice says: which papers, what stood there, what stands there, why, and what the applicant can do."""
    licence, proposal = made.licence, made.proposal
    return {
        "applicant": case.applicant_name,
        "errors": [
            {**_where(case, place, licence), "field": term_of(place), "was": place.was, "now": place.now}
            for place in places
        ],
        **{"reason": proposal.reason, "basis": proposal.basis, "approver": by.label, "remedies": remedies()},
        "licence_version": licence.version if licence else None,
        "days_moved": any(place.fact in {LicenceFact.VALID_FROM, LicenceFact.VALID_UNTIL} for place in places),
    }


def _where(case: Case, place: AmendedPlace, licence: Licence | None) -> dict[str, str]:
    if place.document is not None:
        return {"paper": paper_title(place.document.kind, case), "paper_no": place.document.number or ""}
    return {"paper": licence.name if licence else "", "paper_no": licence.number if licence else ""}


FACT_TERMS = {
    LicenceFact.HOLDER: "持证主体",
    LicenceFact.VALID_FROM: "有效期起始日期",
    LicenceFact.VALID_UNTIL: "有效期截止日期",
}


def term_of(place: AmendedPlace) -> str:
    """What the place in a licence is called on papers; empty for a paper."""
    return place.field or (FACT_TERMS[LicenceFact(place.fact)] if place.fact else "")
