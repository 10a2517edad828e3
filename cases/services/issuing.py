"""From the decision to the result in the applicant's hands."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.events import CaseClosed, CaseReturned, CaseWithdrawn, ResultDelivered, ResultIssued
from cases.models import Case, CaseState, ClockKind, ClosingKind, DocumentKind
from cases.models.papers import HANDED_OVER
from cases.queries.money import fee_holds_back
from cases.queries.owing import owing_clock
from cases.queries.papers import licence_context, paper_title
from cases.queries.proceedings import proceeding_of
from cases.services.clocks import end_pause, stop_clocks
from cases.services.life import locked, take
from cases.services.papers import order_document
from cases.services.resulting import give_result
from core import clock
from core.events import Doer
from core.masking import Audience, Kind, mask
from core.models import StoredFile
from core.outbox import publish
from core.papers import render_pdf
from core.refusal import Refusal
from core.sealing import seal_provider
from core.services.files import store_file
from deliveries.models import DeliveryWay, Relation
from deliveries.rules.proofs import Proof
from deliveries.services.handing import complete_delivery
from identity.actors import Actor
from spaces.models import Licence
from spaces.services import attach_licence_file


def issue_result(case: Case, *, by: Doer) -> Case:
    """Make the result of a decided case available: what was granted (L-15, C-23), the decision alone for a refusal.

    With it the applicant is told and has the move, so the delivery clock ends: what he takes to fetch it is nobody's
    delay (T-08, S-09). The licence's file is drawn and sealed by a worker. Refuses `material_owed` (a conflict) while
    the applicant's promise to hand in a material runs (容缺受理): it comes first, or its day passes. Publishes
    ResultIssued.
    """
    with locked(case) as case:
        now = clock.now()
        if owing_clock(case) is not None:
            sentence = _("A promised material has not come yet; its time is still running.")
            raise Refusal("material_owed", sentence, conflict=True)
        case.licence = give_result(case, by=by) if case.state == CaseState.GRANTED else None
        take(case, "issue", now, "licence")
        stop_clocks(case, ClockKind.DELIVERY, at=now, by=by)
        publish(ResultIssued(case_id=case.pk, licence_id=case.licence_id), by=by, at=now)
    return case


def draw_licence(licence_id: int) -> Licence:
    """Draw and seal the file of a registered licence; one that has its file stays as it is."""
    licence = Licence.objects.select_related("holder", "issuer").get(pk=licence_id)
    if licence.file_id:
        return licence
    pdf = render_pdf("papers/licence.html", licence_context(licence))
    sealed = seal_provider().seal(pdf, seal_name=licence.issuer.name, reason=licence.name)
    return attach_licence_file(licence, store_file(sealed, name=f"{licence.verify_code}.pdf"))


def deliver_result(
    case: Case,
    *,
    way: DeliveryWay,
    recipient: str,
    by: Doer,
    proof: Proof | None = None,
    signature: StoredFile | None = None,
    at: datetime | None = None,
) -> Case:
    """The recipient has the result (C-21), of which D-16 is the proof; the case closes.

    `proof` states more than way and recipient (services.handing checks that it states enough), `at` when it happened
    if not now. A result that was delivered before stays delivered. Refuses `fee_due` (a conflict) for a licence whose
    statutory fee is not paid; no other money holds a result back, and none a refusal (C-43). Publishes ResultDelivered
    and CaseClosed.
    """
    with locked(case) as case:
        if case.state == CaseState.CLOSED:
            return case
        if case.licence_id and fee_holds_back(case):
            raise Refusal("fee_due", _("The fee set by law has to be paid first."), conflict=True)
        now = clock.now()
        proof = proof or Proof(way.value, recipient)
        planned = case.delivery if case.delivery and case.delivery.delivered_at is None else None
        case.delivery = complete_delivery(planned, proof, at=at or now, signature=signature)
        take(case, "deliver", now, "delivery")
        stop_clocks(case, ClockKind.DELIVERY, at=now, by=by)
        publish(ResultDelivered(case_id=case.pk, way=way.value), by=by, at=now)
        content = {
            "applicant": case.applicant_name,
            "recipient": recipient,
            "way": way.value,
            "delivered_at": clock.local(at or now).isoformat(timespec="minutes"),
            "documents": documents_handed_over(case),
            **_proof_content(proof, signature),
        }
        order_document(case, DocumentKind.DELIVERY_RECEIPT, content=content, by=by, at=now)
        case.closing = ClosingKind.ISSUED if case.licence_id else ClosingKind.DONE
        take(case, "close", now, "closing")
        publish(CaseClosed(case_id=case.pk), by=by, at=now)
    return case


def check_undecided(case: Case) -> None:
    """Refuse `wrong_state` (a conflict) once it is decided: then nothing can be withdrawn (C-19)."""
    if not CaseState(case.state).is_undecided:
        raise Refusal("wrong_state", _("A decided case can no longer be withdrawn."), conflict=True)
    if proceeding_of(case) is not None:
        raise Refusal("wrong_state", _("What the body began by itself is not withdrawn."), conflict=True)


def withdraw_case(case: Case, *, reason: str = "", by: Actor) -> Case:
    """The applicant withdraws before the decision (C-19); all clocks end. Publishes CaseWithdrawn."""
    with locked(case) as case:
        check_undecided(case)
        now = clock.now()
        case.reasons = reason.strip()
        take(case, "withdraw", now, "reasons")
        end_pause(case, at=now, by=by)
        stop_clocks(case, at=now, by=by)
        publish(CaseWithdrawn(case_id=case.pk), by=by, at=now)
    return case


def return_uncorrected(case: Case, *, by: Actor) -> Case:
    """The correction did not come within its limit (C-09). Refuses `not_overdue` (a conflict) while that runs.

    Publishes CaseReturned.
    """
    with locked(case) as case:
        now = clock.now()
        if case.clocks.filter(kind=ClockKind.CORRECTION, finished_at=None, due_at__gt=now).exists():
            raise Refusal("not_overdue", _("The time for the correction has not passed."), conflict=True)
        case.closing = ClosingKind.UNCORRECTED
        take(case, "return_uncorrected", now, "closing")
        stop_clocks(case, at=now, by=by)
        publish(CaseReturned(case_id=case.pk), by=by, at=now)
    return case


def _proof_content(proof: Proof, signature: StoredFile | None) -> dict[str, str]:
    """What D-16 says beyond way and recipient; personal numbers are masked on it as on every print (10.2)."""
    return {
        "place": proof.place,
        "deliverer": proof.deliverer,
        "relation": str(Relation(proof.relation).label) if proof.relation else "",
        "recipient_code": mask(Kind.ID_NUMBER, proof.recipient_code, Audience.STAFF),
        "signature": signature.digest if signature else "",
        "refusal": proof.refusal,
        "witness": proof.witness,
    }


def documents_handed_over(case: Case) -> list[dict[str, str]]:
    """Names and numbers of what the recipient gets: the licence if there is one, and the decision."""
    licence = [{"name": case.licence.name, "number": case.licence.number}] if case.licence else []
    decisions = case.documents.filter(kind__in=HANDED_OVER)
    named = [
        {"name": document.content.get("title") or paper_title(document.kind, case), "number": document.number or ""}
        for document in decisions
    ]
    return [*licence, *named]
