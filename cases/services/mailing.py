"""Originals that come by courier beside the files of an application (C-36, H70)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from cases.events import (
    DifferenceSettled,
    PapersAgree,
    PapersArrived,
    PapersCounted,
    PapersDiffer,
    PapersMailed,
    ScansHandedIn,
    ScansReturned,
)
from cases.models import Case, CaseParcel, CaseState, MailedPapers, Settlement
from cases.services.intake import receive_case
from cases.services.life import locked
from cases.services.sending import hall_address, usual_carrier
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from deliveries.carriers import Address
from deliveries.models import Direction
from deliveries.services.parcels import order_parcel, register_parcel
from identity.actors import Actor

MAILABLE = {CaseState.SUBMITTED, CaseState.PRECHECKED, CaseState.CORRECTING}
"""States in which the applicant may have originals to send."""
RECEIVABLE = {CaseState.SUBMITTED, CaseState.PRECHECKED}
SCANS = ("waybill_scan", "contents_scan", "commitment_scan")
SCAN_TYPES = ("pdf", "png", "jpg", "jpeg")
REMARK_MIN = 5


def mail_papers(case: Case, *, sender: Address, contents: Sequence[str], waybill: str = "", by: Actor) -> MailedPapers:
    """The applicant sends originals by courier (H70): the carrier fetches them, or he brought them to it himself and
    names the `waybill`. `contents` is his list of what is in the parcel.

    Refuses `wrong_state`, `under_way` (conflicts), `contents` for an empty list, and what the carrier's port refuses.
    Publishes PapersMailed.
    """
    if not contents:
        raise Refusal("contents", _("Choose what is in the parcel."), field="contents")
    with locked(case) as case:
        if case.state not in MAILABLE:
            raise Refusal("wrong_state", _("No originals are needed at the moment."), conflict=True)
        if expected_papers(case) is not None:
            raise Refusal("under_way", _("A parcel with your originals is under way already."), conflict=True)
        ends: dict[str, Any] = {"sender": sender, "receiver": hall_address(), "contents": list(contents), "by": by}
        if waybill:
            parcel = register_parcel(usual_carrier(), waybill, **ends)
        else:
            parcel = order_parcel(usual_carrier(), Direction.IN, **ends)
        CaseParcel.objects.create(case=case, parcel=parcel)
        papers = MailedPapers.objects.create(case=case, parcel=parcel, sent_at=clock.now())
        publish(PapersMailed(case_id=case.pk, papers_id=papers.pk), by=by)
    return papers


def expected_papers(case: Case) -> MailedPapers | None:
    """The originals that are on their way or wait to be compared; None when none are, or the last parcel failed."""
    latest = case.mailed_papers.select_related("parcel").order_by("-pk").first()
    return latest if latest is not None and latest.is_expected else None


def hand_in_scans(papers: MailedPapers, scans: "Mapping[str, File[bytes]]", *, by: Actor) -> MailedPapers:
    """Scans of waybill, content list and commitment that paper and files agree (C-36): all three, to be checked.

    Refuses `three_scans` unless all are there, `counted` (a conflict) when the papers count already, and what the gate
    for files refuses. Publishes ScansHandedIn.
    """
    if missing := [name for name in SCANS if scans.get(name) is None]:
        sentence = _("All three scans are needed: waybill, content list and commitment.")
        raise Refusal("three_scans", sentence, faults=dict.fromkeys(missing, _("Please add this scan.")))
    with locked(papers.case):
        papers = _anew(papers)
        if papers.counted_at or papers.arrived_at:
            raise Refusal("counted", _("Your papers are here or count as handed in already."), conflict=True)
        for name in SCANS:
            stored = store_file(scans[name], name=scans[name].name or "", allowed=SCAN_TYPES)
            setattr(papers, name, stored)
        papers.scanned_at, papers.returned_at, papers.remark = clock.now(), None, ""
        papers.save(update_fields=[*SCANS, "scanned_at", "returned_at", "remark"])
        publish(ScansHandedIn(case_id=papers.case_id, papers_id=papers.pk), by=by)
    return papers


def count_papers(papers: MailedPapers, *, by: Actor) -> MailedPapers:
    """The three scans are in order: the papers count as handed in, the application is received with its e-receipt
    (C-36, C-03, D-01). Refuses `no_scans` (a conflict). Publishes PapersCounted and what `receive_case` does.
    """
    with locked(papers.case) as case:
        papers = _to_be_checked(papers)
        papers.counted_at = clock.now()
        papers.save(update_fields=["counted_at"])
        publish(PapersCounted(case_id=case.pk, papers_id=papers.pk), by=by)
        _receive(case, by)
    return papers


def return_scans(papers: MailedPapers, *, remark: str, by: Actor) -> MailedPapers:
    """The scans are not in order: the applicant is told why and may scan again; until then the papers count when they
    arrive. Refuses `remark` for too short a reason, `no_scans` (a conflict). Publishes ScansReturned."""
    if len(remark.strip()) < REMARK_MIN:
        raise Refusal("remark", _("Say what is wrong with the scans."), field="remark")
    with locked(papers.case) as case:
        papers = _to_be_checked(papers)
        papers.returned_at, papers.remark = clock.now(), remark.strip()[:300]
        papers.save(update_fields=["returned_at", "remark"])
        publish(ScansReturned(case_id=case.pk, papers_id=papers.pk), by=by)
    return papers


def compare_papers(papers: MailedPapers, *, agrees: bool, mismatch: str = "", by: Actor) -> MailedPapers:
    """The parcel was opened and compared with the files (C-36). Papers that agree are received unless they count
    already; a difference is recorded, the applicant warned, and the handler decides (`settle_difference`).

    Refuses `mismatch` for a difference nobody describes, `compared` (a conflict) for a second time. Publishes
    PapersAgree or PapersDiffer, and PapersArrived when the carrier had not said so yet.
    """
    if not agrees and len(mismatch.strip()) < REMARK_MIN:
        raise Refusal("mismatch", _("Say what differs from the files."), field="mismatch")
    with locked(papers.case) as case:
        papers, now = _anew(papers), clock.now()
        if papers.compared_at is not None:
            raise Refusal("compared", _("These papers were compared already."), conflict=True)
        if papers.arrived_at is None:
            papers.arrived_at = now
            publish(PapersArrived(case_id=case.pk, papers_id=papers.pk), by=by)
        papers.compared_at, papers.agrees = now, agrees
        papers.mismatch = "" if agrees else mismatch.strip()[:500]
        papers.save(update_fields=["arrived_at", "compared_at", "agrees", "mismatch"])
        outcome = PapersAgree if agrees else PapersDiffer
        publish(outcome(case_id=case.pk, papers_id=papers.pk), by=by)
        if agrees:
            _receive(case, by)
    return papers


def settle_difference(papers: MailedPapers, *, settlement: Settlement, note: str, by: Actor) -> MailedPapers:
    """The handler decides what a difference between paper and files means (C-36): go on, have it corrected, or weigh
    it in the decision. Going on receives an application that waits for its originals.

    Refuses `note` without a reason, `nothing_differs` (a conflict). Publishes DifferenceSettled.
    """
    if len(note.strip()) < REMARK_MIN:
        raise Refusal("note", _("Give the reason."), field="note")
    with locked(papers.case) as case:
        papers = _anew(papers)
        if not papers.differs:
            raise Refusal("nothing_differs", _("There is no difference to decide about."), conflict=True)
        papers.settlement, papers.settled_at = settlement, clock.now()
        papers.settled_note = note.strip()[:300]
        papers.save(update_fields=["settlement", "settled_at", "settled_note"])
        publish(DifferenceSettled(case_id=case.pk, papers_id=papers.pk, settlement=settlement.value), by=by)
        if settlement == Settlement.GO_ON:
            _receive(case, by)
    return papers


def _receive(case: Case, by: Actor) -> None:
    if case.state in RECEIVABLE:
        receive_case(case, by=by)


def _to_be_checked(papers: MailedPapers) -> MailedPapers:
    papers = _anew(papers)
    if not papers.waits_for_check:
        raise Refusal("no_scans", _("There are no scans to be checked."), conflict=True)
    return papers


def _anew(papers: MailedPapers) -> MailedPapers:
    return MailedPapers.objects.select_related("case", "parcel").get(pk=papers.pk)
