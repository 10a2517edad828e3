"""Money comes in once, whatever a gateway says how often (C-41)."""

from datetime import timedelta

import pytest

from cases.models import CaseCharge
from core import clock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import SYSTEM
from notices.models import Message
from payments.gateways import Standing
from payments.models import Difference, LedgerEntry, LedgerLine, OrderState, PaymentAttempt
from payments.services.asking import ask_gateways
from payments.services.charging import let_go
from payments.services.paying import STILL_GOOD, begin_payment, settle, take_at_counter
from tests import world
from tests.brokenness import broken
from tests.payments.dues import CLERK, again, attempt, clerk, due, leader, paid, took

pytestmark = pytest.mark.usefixtures("time", "calendar")


def balance(account: str) -> int:
    return sum(LedgerLine.objects.filter(account=account).values_list("amount_fen", flat=True))


def test_c_41_a_payment_is_told_to_order_ledger_history_and_applicant() -> None:
    order = paid()
    assert (order.state, order.way, order.paid_at) == (OrderState.PAID, "trial", clock.now())
    assert (balance("gateway"), balance("receivable"), balance("treasury")) == (2000, 0, -2000)
    case = CaseCharge.objects.get(charge=order.charge).case
    assert Message.objects.filter(party=case.applicant, kind="cases.FeePaid", channel="inbox").count() == 1
    assert broken() == {}


def test_c_41_the_same_notice_again_changes_nothing() -> None:
    order = due()
    said = took(attempt(order))
    assert [settle(said, code="trial") for _time in range(3)] == [True, False, False]
    assert LedgerEntry.objects.filter(kind="paid").count() == 1


def test_an_amount_that_was_not_asked_settles_nothing_and_is_listed() -> None:
    order = due()
    assert settle(took(attempt(order), 1), code="trial")
    assert again(order).state == OrderState.PENDING
    (found,) = Difference.objects.all()
    assert (found.kind, found.ours_fen, found.theirs_fen, found.order) == ("wrong_notice", 2000, 1, order)
    assert (balance("suspense"), balance("gateway")) == (-1, 1)
    assert broken() == {}


def test_a_second_payment_of_the_same_order_is_money_that_is_not_ours() -> None:
    order = due()
    first, second = attempt(order), attempt(order, number=2)
    settle(took(first), code="trial")
    settle(took(second), code="trial")
    assert again(order).state == OrderState.PAID
    assert Difference.objects.get().kind == "stray"
    assert (balance("gateway"), balance("suspense")) == (4000, -2000)
    assert broken() == {}


def test_a_payment_of_what_is_not_due_any_more_is_money_that_is_not_ours() -> None:
    order = due()
    begun = attempt(order)
    let_go(order.charge, by=SYSTEM)
    settle(took(begun), code="trial")
    assert again(order).state == OrderState.CLOSED
    assert balance("suspense") == -2000
    assert broken() == {}


def test_a_trade_of_the_gateway_pays_one_order_only() -> None:
    first, second = attempt(due()), attempt(due())
    settle(took(first), code="trial")
    replayed = Standing(second.number, True, 2000, f"T{first.number}", clock.now())
    assert not settle(replayed, code="trial")
    assert again(second.order).state == OrderState.PENDING


def test_a_number_nobody_gave_is_refused_and_an_unpaid_one_changes_nothing() -> None:
    with pytest.raises(Refusal) as refusal:
        settle(Standing("P999", True, 2000, "T1", clock.now()), code="trial")
    assert refusal.value.code == "unknown_payment"
    begun = attempt(due())
    assert not settle(Standing(begun.number, paid=False), code="trial")


def test_z_19_a_clerk_takes_the_money_with_a_receipt_number_once() -> None:
    order, second, by = due(), due(), clerk()
    taken = take_at_counter(order, way="cash", receipt_no="SK0001", by=by)
    assert (taken.state, taken.way, taken.receipt_no, taken.taken_by_id) == ("paid", "cash", "SK0001", by.staff_id)
    assert (balance("counter"), balance("gateway")) == (2000, 0)
    for wanted, way, receipt_no, code in (
        (order, "cash", "SK0002", "not_due"),
        (second, "cash", "SK0001", "receipt_no"),
        (second, "cash", " ", "receipt_no"),
        (second, "gold", "SK0003", "way"),
    ):
        with pytest.raises(Refusal) as refusal:
            take_at_counter(wanted, way=way, receipt_no=receipt_no, by=by)
        assert refusal.value.code == code
    assert broken() == {}


def test_nobody_else_takes_money() -> None:
    order = due()
    for by in (leader(), world.staff(CLERK, "住建局"), world.citizen()):
        with pytest.raises(Refusal) as refusal:
            take_at_counter(order, way="pos", receipt_no="SK1", by=by)
        assert refusal.value.code == "not_yours"


def test_a_gateway_that_is_away_is_said_so_and_asked_later() -> None:
    applicant = world.citizen(name="王秀英")
    order = due(applicant=applicant)
    with pytest.raises(Refusal) as refusal:
        begin_payment(order, way="trial", by=applicant)
    assert refusal.value.code == "gateway_away"
    begun = PaymentAttempt.objects.get(order=order)
    assert begun.ask_at is not None
    assert ask_gateways() == 0


def test_only_who_pays_begins_a_payment_and_only_of_what_is_due() -> None:
    applicant = world.citizen(name="王秀英")
    order = due(applicant=applicant)
    for by in (world.citizen(), clerk()):
        with pytest.raises(Refusal) as refusal:
            begin_payment(order, way="trial", by=by)
        assert refusal.value.code == "not_yours"
    with pytest.raises(Refusal) as refusal:
        begin_payment(order, way="gold", by=applicant)
    assert refusal.value.code == "way"
    take_at_counter(order, way="pos", receipt_no="SK1", by=clerk())
    with pytest.raises(Refusal) as refusal:
        begin_payment(order, way="trial", by=applicant)
    assert refusal.value.code == "not_due"


def test_who_comes_back_soon_gets_the_payment_he_began(time: object) -> None:
    applicant = world.citizen(name="王秀英")
    order = due(applicant=applicant)
    begun = attempt(order)
    PaymentAttempt.objects.update(address="http://127.0.0.1:1/pay/x")
    assert begin_payment(order, way="trial", by=applicant).pk == begun.pk
    time.advance(STILL_GOOD + timedelta(seconds=1))  # type: ignore[attr-defined]
    with pytest.raises(Refusal):
        begin_payment(order, way="trial", by=applicant)
    assert PaymentAttempt.objects.filter(order=order).count() == 2


@pytest.mark.parametrize("way", ["cash", "pos"])
def test_what_is_paid_at_the_counter_is_told_like_any_payment(way: str) -> None:
    order = due()
    take_at_counter(order, way=way, receipt_no="SK1", by=clerk())
    drain(["interactive"])
    case = CaseCharge.objects.get(charge=order.charge).case
    assert Message.objects.filter(party=case.applicant, kind="cases.FeePaid").exists()
