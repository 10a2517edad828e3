"""Sending results by courier, and what follows from what becomes of the parcels (C-42, H71)."""

from django.conf import settings
from django.utils.translation import gettext as _

from cases.events import PapersArrived, PapersLost, ResultCameBack, ResultSent
from cases.models import Case, CaseParcel, CaseState, MailedPapers
from cases.services.issuing import deliver_result, documents_handed_over
from cases.services.life import locked
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from deliveries.carriers import Address, carrier_name, carriers
from deliveries.models import DeliveryWay, Direction, Parcel, ParcelEvent
from deliveries.rules.proofs import Proof
from deliveries.rules.tracks import FAILED, ParcelState
from deliveries.services.parcels import order_parcel, send_again
from identity.actors import SYSTEM


def hall_address() -> Address:
    """Where our parcels start and theirs arrive."""
    return Address(settings.HALL["name"], settings.HALL["phone"], settings.HALL["address"])


def usual_carrier() -> str:
    """The carrier parcels are ordered from: the first that is configured. Refuses `no_carrier` where there is none."""
    known = carriers()
    if not known:
        raise Refusal("no_carrier", _("This hall sends nothing by courier."), field="way")
    return known[0].code


def under_way(case: Case) -> bool:
    """Whether a courier has the result, or failed and nobody has seen to it yet."""
    return any(parcel.is_open for parcel in Parcel.objects.filter(of_case__case=case, direction=Direction.OUT))


def comes_by_courier(case: Case) -> bool:
    """Whether the applicant wants the result by courier and does not have it yet."""
    planned = case.delivery
    return planned is not None and planned.way == DeliveryWay.COURIER and planned.delivered_at is None


def send_result(case: Case, *, by: Doer) -> Parcel | None:
    """Have a courier bring the result of an issued case as its hand-over says; callers hold the case.

    None, and nothing ordered, while one is under way already. Refuses `no_carrier`.
    """
    if under_way(case):
        return None
    planned = case.delivery
    assert planned is not None, "the hand-over was planned"
    parcel = order_parcel(
        usual_carrier(),
        Direction.OUT,
        sender=hall_address(),
        receiver=Address(planned.recipient_name, planned.recipient_phone, planned.address),
        contents=[row["name"] for row in documents_handed_over(case)],
        by=by,
    )
    CaseParcel.objects.create(case=case, parcel=parcel)
    return parcel


def send_result_again(case: Case, parcel: Parcel, *, receiver: Address, by: Doer) -> Parcel:
    """Send a result that came back, was lost or was not taken once more, to the address put right.

    Refuses `wrong_state` for a case whose result is not waiting, and what `send_again` refuses.
    """
    with locked(case) as case:
        _must_be_issued(case)
        fresh = send_again(parcel, receiver=receiver, by=by)
        CaseParcel.objects.create(case=case, parcel=fresh)
        planned = case.delivery
        assert planned is not None
        planned.recipient_name, planned.recipient_phone, planned.address = (
            receiver.name[:60],
            receiver.phone,
            receiver.address,
        )
        planned.save(update_fields=["recipient_name", "recipient_phone", "address"])
    return fresh


def follow_result(link: CaseParcel, state: ParcelState) -> None:
    """The parcel with a result is in another state: signed for means delivered (C-21, H71), a failure is a task for
    the window, and the waybill is told to the applicant (C-35)."""
    parcel, case = link.parcel, link.case
    if state == ParcelState.SIGNED:
        _signed(case, parcel)
    with locked(case) as case:
        if state == ParcelState.ORDERED:
            sent = ResultSent(
                case_id=case.pk, parcel_id=parcel.pk, carrier=carrier_name(parcel.carrier), waybill=parcel.waybill or ""
            )
            publish(sent, by=SYSTEM)
        elif state in FAILED:
            publish(ResultCameBack(case_id=case.pk, parcel_id=parcel.pk, state=state.value), by=SYSTEM)


def follow_papers(papers: MailedPapers, state: ParcelState) -> None:
    """The parcel with originals is in another state: signed for means that it is here."""
    with locked(papers.case):
        papers = MailedPapers.objects.select_related("parcel", "case").get(pk=papers.pk)
        if state == ParcelState.SIGNED and papers.arrived_at is None:
            papers.arrived_at = _signature(papers.parcel).at
            papers.save(update_fields=["arrived_at"])
            publish(PapersArrived(case_id=papers.case_id, papers_id=papers.pk), by=SYSTEM)
        elif state in FAILED:
            publish(PapersLost(case_id=papers.case_id, papers_id=papers.pk, state=state.value), by=SYSTEM)


def _signed(case: Case, parcel: Parcel) -> None:
    """C-21: the signature given to the courier is the delivery."""
    last, name = _signature(parcel), parcel.receiver_name
    proof = Proof(
        DeliveryWay.COURIER.value,
        name,
        place=last.place or _("Address of the applicant"),
        deliverer=f"{carrier_name(parcel.carrier)} {parcel.waybill}",
    )
    if Case.objects.filter(pk=case.pk, state=CaseState.ISSUED).exists():
        deliver_result(case, way=DeliveryWay.COURIER, recipient=name, by=SYSTEM, proof=proof, at=last.at)


def _signature(parcel: Parcel) -> ParcelEvent:
    return parcel.track.filter(state=ParcelState.SIGNED).earliest("sequence")


def _must_be_issued(case: Case) -> None:
    if case.state != CaseState.ISSUED:
        raise Refusal("wrong_state", _("There is nothing left to be handed out."), conflict=True)
