"""What a case costs, from its acceptance on: the charge, the notice of payment, what the history tells (C-40, C-41)."""

from cases.events import FeeAsked, FeePaid, FeeReturned
from cases.models import Case, CaseCharge, CaseState, Document, DocumentKind
from cases.queries.money import charge_of
from cases.services.life import locked
from cases.services.papers import order_document
from core import clock
from core.events import Doer
from core.outbox import publish
from payments.models import Charge, OrderState, PaymentOrder
from payments.services.charging import Matter, let_go, open_charge


def charge_case(case: Case, *, by: Doer) -> Charge | None:
    """Begin to charge an accepted case for what its item charges, once; None when nothing costs anything.

    The amount is asked at once where the item fixes it; else somebody of the body works it out. Publishes what
    payments publishes.
    """
    with locked(case) as case:
        if not any(line["amount_fen"] != 0 for line in case.fees):
            return None
        matter = Matter(
            key=f"case:{case.pk}",
            version=case.version,
            department=case.department,
            payer=case.applicant,
            payer_name=case.applicant_name,
            subject=case.version.name,
            fees=case.fees,
        )
        charge = open_charge(matter, by=by)
        CaseCharge.objects.get_or_create(case=case, charge=charge)
    return charge


def ask_for_fee(order_id: int, *, by: Doer) -> None:
    """Tell the applicant in writing what he has to pay (D-17), once per order; not for one that is over by now.

    Publishes FeeAsked and DocumentOrdered.
    """
    order = PaymentOrder.objects.select_related("charge").get(pk=order_id)
    link = CaseCharge.objects.select_related("case").filter(charge=order.charge).first()
    if link is None or order.state == OrderState.CLOSED:
        return
    with locked(link.case) as case:
        now = clock.now()
        publish(FeeAsked(case_id=case.pk, amount_fen=order.amount_fen), by=by, at=now)
        made = Document.objects.filter(case=case, kind=DocumentKind.PAYMENT_NOTICE).count()
        content = {"applicant": case.applicant_name, "order": order.described()}
        kind = DocumentKind.PAYMENT_NOTICE
        order_document(case, kind, content=content, by=by, at=now, serial=made + 1)


def note_fee_paid(charge_id: int, *, amount_fen: int, by: Doer) -> None:
    """Tell the history of the case, and its applicant, that the fee was paid. Publishes FeePaid."""
    link = CaseCharge.objects.select_related("case").filter(charge_id=charge_id).first()
    if link is not None:
        with locked(link.case) as case:
            publish(FeePaid(case_id=case.pk, amount_fen=amount_fen), by=by)


def note_fee_returned(charge_id: int, *, amount_fen: int, by: Doer) -> None:
    """Tell the history of the case, and its applicant, that money was given back. Publishes FeeReturned."""
    link = CaseCharge.objects.select_related("case").filter(charge_id=charge_id).first()
    if link is not None:
        with locked(link.case) as case:
            publish(FeeReturned(case_id=case.pk, amount_fen=amount_fen), by=by)


def drop_charge(case_id: int, *, by: Doer) -> None:
    """Close what was not paid of a case that ended without a result for its applicant."""
    case = Case.objects.get(pk=case_id)
    charge = charge_of(case) if case.fees else None
    if charge is not None and case.state != CaseState.GRANTED:
        let_go(charge, by=by)
