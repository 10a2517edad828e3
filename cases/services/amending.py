"""Correcting an error of an ended case (更正): the notice, the licence, what was published, the archive."""

from typing import Any

from django.utils.translation import gettext as _

from cases.events import CaseAmended
from cases.models import Amendment, Case, DocumentKind, Proposal
from cases.queries.amendments import amendments_made, licence_to_amend
from cases.queries.papers import paper_title
from cases.services.archiving import succeed_package
from cases.services.life import locked
from cases.services.papers import order_document, remedies
from cases.services.publishing import republish_amended
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from spaces.services.changes import NewVersion, replace_licence


def amend_case(proposal: Proposal, *, by: Actor) -> None:
    """Carry out an approved correction: nothing of the case changes, a numbered notice says what stood there and what
    stands there now; the licence gets its next version (L-03), what is public and what is archived their successors.

    Refuses `moved_on` (a conflict) where the licence no longer says what was to be corrected, and what
    `replace_licence` and `succeed_package` refuse. Publishes CaseAmended, and their events.
    """
    with locked(proposal.case) as case:
        now = clock.now()
        made = Amendment.objects.select_related("document").get(proposal=proposal)
        if made.field:
            made.licence = _next_version(case, made, proposal, by)
        made.version = amendments_made(case).count() + 1
        content = _content(case, made, proposal, by)
        kind = DocumentKind.AMENDMENT_NOTICE
        made.notice = order_document(case, kind, content=content, by=by, at=now, serial=made.version)
        made.save(update_fields=["licence", "version", "notice"])
        publish(CaseAmended(case_id=case.pk, amendment_id=made.pk, version=made.version), by=by, at=now)
        republish_amended(case, reason=proposal.reason, by=by)
        succeed_package(case, reason=proposal.reason, by=by)


def _next_version(case: Case, made: Amendment, proposal: Proposal, by: Actor) -> Any:
    licence = licence_to_amend(case)
    if licence is None or str(licence.data.get(made.field, "")) != made.was:
        raise Refusal("moved_on", _("The licence no longer says what was to be corrected."), conflict=True)
    new = NewVersion({**licence.data, made.field: made.now}, licence.valid_until, licence.case_no)
    return replace_licence(licence, new, reason=f"更正：{proposal.reason}"[:200], by=by)


def _content(case: Case, made: Amendment, proposal: Proposal, by: Actor) -> dict[str, Any]:
    """What the notice says: which paper, what stood there, what stands there, why, and what the applicant can do."""
    paper, licence = made.document, made.licence
    return {
        "applicant": case.applicant_name,
        "paper": paper_title(paper.kind, case) if paper else (licence.name if licence else ""),
        "paper_no": (paper.number or "") if paper else (licence.number if licence else ""),
        **{"field": made.field, "was": made.was, "now": made.now, "reason": proposal.reason, "basis": proposal.basis},
        **{"licence_version": licence.version if licence else None, "approver": by.label, "remedies": remedies()},
    }
