"""Finance officers see the money of their body and begin refunds; two persons give it back (C-41, M09)."""

import pytest
from django.urls import reverse

from core.refusal import Refusal
from identity.actors import Actor
from payments.models import Difference, OrderState, Refund
from payments.queries import differences_visible_to, ledger_visible_to, visible_to
from payments.services.refunding import ask_refund, decide_refund
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.payments.dues import again, leader, paid
from tests.payments.services.test_refunding import counter_paid

pytestmark = pytest.mark.usefixtures("time", "calendar")


def finance(key: str = "市监局") -> Actor:
    return world.staff("财务岗", key)


def test_c41_a_finance_officer_begins_a_refund_and_a_leader_ends_it() -> None:
    order, officer = counter_paid(), finance()
    browser = signed_in(officer)
    page = reverse("payments:desk_charge", args=[order.charge_id])
    shown = browser.get(page).content.decode()
    assert "申请退费" in shown and "窗口收费" not in shown and "核定金额" not in shown
    deed = reverse("payments:desk_deed", args=[order.charge_id, "refund"])
    for amount, reason in (("", "多收"), ("1000000", "多收"), ("一百", "多收"), ("10", "")):
        typed = {"amount_fen": amount, "reason": reason}
        assert browser.post(deed, typed).status_code == 422
    assert not Refund.objects.exists()
    assert browser.post(deed, {"amount_fen": "20.00", "reason": "重复缴费"}).status_code == 302
    refund = Refund.objects.get()
    assert (refund.asked_by_id, refund.amount_fen) == (officer.staff_id, 2000)
    with pytest.raises(Refusal) as refused:
        decide_refund(refund, approve=True, by=officer)
    assert refused.value.code == "not_yours"
    decide_refund(refund, approve=True, by=leader())
    assert again(order).state == OrderState.REFUNDED and broken() == {}


def test_a_finance_officer_does_nothing_else_with_money() -> None:
    """Working out amounts and taking money stay with the clerks, deciding with the leaders."""
    order, browser = paid(), signed_in(finance())
    for name in ("amounts", "approve_amounts", "counter", "approve_refund"):
        assert browser.get(reverse("payments:desk_deed", args=[order.charge_id, name])).status_code == 404


def test_a_finance_officer_sees_the_money_of_his_body_alone() -> None:
    order = paid()
    Difference.objects.create(
        **{"gateway": "trial", "day": order.opened_at.date(), "number": "X1", "kind": "amount", "order": order},
        **{"ours_fen": 1, "theirs_fen": 2, "found_at": order.opened_at},
    )
    mine, stranger = finance(), finance("住建局")
    for read in (visible_to, ledger_visible_to, differences_visible_to):
        assert read(mine).exists() and not read(stranger).exists()
    with pytest.raises(Refusal) as refused:
        ask_refund(order, amount_fen=100, reason="多收", by=stranger)
    assert refused.value.code == "not_yours"


def test_the_ledger_shows_every_entry_with_its_accounts() -> None:
    order = paid()
    shown = signed_in(finance()).get(reverse("payments:ledger")).content.decode()
    for words in (order.number, "应收缴款人", "应缴国库", "支付渠道存款", "20.00"):
        assert words in shown
    assert "还没有记账" in signed_in(finance("住建局")).get(reverse("payments:ledger")).content.decode()
    assert signed_in(world.staff("窗口受理岗")).get(reverse("payments:ledger")).status_code == 404
