"""Cards about what was charged (S-16, S-17), each once for one order."""

from datetime import datetime

from cases.models import CaseCharge
from cases.services.life import locked
from payments.models import Assessment, OrderState, PaymentOrder
from payments.rules.amounts import charge_faults
from supervision.models import Alarm
from supervision.rules import CHARGED, Hit
from supervision.services import tell_of_case


def look_at_order(order_id: int, *, at: datetime) -> list[Alarm]:
    """Cards for an order that does not ask what the item charges (S-16) or what its rule or an approval says (S-17)."""
    order = PaymentOrder.objects.select_related("charge").get(pk=order_id)
    said = Assessment.objects.filter(charge=order.charge, approved=True, decided_at__lte=order.opened_at)
    last = said.order_by("-decided_at", "-pk").first()
    faults = charge_faults(order.charge.tariff_lines, order.order_lines, last.amounts if last else {})
    return [_card(order, hit, at) for hit in dict.fromkeys(CHARGED[fault.code] for fault in faults) if hit]


def look_at_other_sum(order_id: int, *, at: datetime) -> list[Alarm]:
    """The card for a gateway that took another sum than was asked, or a second time (S-17)."""
    order = PaymentOrder.objects.select_related("charge").get(pk=order_id)
    return [_card(order, CHARGED["other_sum"], at)]


def look_at_unpaid(case_id: int, *, at: datetime) -> list[Alarm]:
    """The card for a result that was handed over although what is due for it was not paid (S-17, 应收未收)."""
    link = CaseCharge.objects.filter(case_id=case_id).first()
    due = PaymentOrder.objects.filter(charge=link.charge_id if link else None, state=OrderState.PENDING)
    return [_card(order, CHARGED["unpaid"], at) for order in due.select_related("charge")]


def _card(order: PaymentOrder, hit: Hit, at: datetime) -> Alarm:
    link = CaseCharge.objects.select_related("case").get(charge=order.charge)
    with locked(link.case) as case:
        return tell_of_case(hit, case, order.opened_at, None, at=at)
