"""Money goes back by two persons, never more than came (C-41)."""

import pytest
from django.db import DatabaseError, transaction

from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from notices.models import Message
from payments.models import LedgerLine, OrderState, PaymentOrder, Refund, RefundState
from payments.services.asking import send_refunds
from payments.services.paying import take_at_counter
from payments.services.refunding import ask_refund, confirm_refund, decide_refund
from tests import world
from tests.brokenness import broken
from tests.payments.dues import CLERK, LEADER, again, clerk, due, leader, paid

pytestmark = pytest.mark.usefixtures("time", "calendar")


def asked(order: PaymentOrder, fen: int = 2000, *, by: Actor | None = None) -> Refund:
    return ask_refund(order, amount_fen=fen, reason="多收", by=by or clerk())


def counter_paid() -> PaymentOrder:
    return take_at_counter(due(), way="cash", receipt_no="SK1", by=clerk())


def refusal_of(order: PaymentOrder, fen: int = 2000, *, by: Actor | None = None, reason: str = "多收") -> str:
    with pytest.raises(Refusal) as refusal:
        ask_refund(order, amount_fen=fen, reason=reason, by=by or clerk())
    return refusal.value.code


def test_c_41_money_from_the_counter_goes_back_when_a_second_person_approved() -> None:
    order = counter_paid()
    decide_refund(asked(order), approve=True, by=leader())
    assert (again(order).state, again(order).refunded_fen) == (OrderState.REFUNDED, 2000)
    accounts = LedgerLine.objects.values_list("account", flat=True).distinct()
    assert {
        account: sum(LedgerLine.objects.filter(account=account).values_list("amount_fen", flat=True))
        for account in accounts
    } == dict.fromkeys(["receivable", "treasury", "counter", "refunds"], 0)
    assert broken() == {}


def test_c_41_whoever_asked_for_it_cannot_approve_it() -> None:
    world.department().posts.filter(name=CLERK).update(roles=["clerk", "leader"])
    both = world.staff(CLERK)
    refund = asked(counter_paid(), by=both)
    with pytest.raises(Refusal) as refusal:
        decide_refund(refund, approve=True, by=both)
    assert refusal.value.code == "same_person"
    with pytest.raises(DatabaseError), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(state="approved", decided_by=both.staff_id)


def test_a_rejected_refund_gives_nothing_back() -> None:
    order = counter_paid()
    assert decide_refund(asked(order), approve=False, by=leader()).state == RefundState.REJECTED
    assert again(order).state == OrderState.PAID
    assert asked(order).state == RefundState.ASKED
    assert broken() == {}


def test_more_than_is_left_is_refused() -> None:
    order = counter_paid()
    assert refusal_of(order, 2001) == "too_much"
    assert refusal_of(order, 0) == "too_much"
    decide_refund(asked(order, 1500), approve=True, by=leader())
    assert again(order).state == OrderState.PAID
    assert refusal_of(order, 501) == "too_much"
    decide_refund(asked(order, 500), approve=True, by=leader())
    assert again(order).state == OrderState.REFUNDED
    assert refusal_of(order, 1) == "too_much"
    assert broken() == {}


def test_what_was_not_paid_is_not_given_back_and_two_wishes_are_one_too_many() -> None:
    assert refusal_of(due()) == "not_paid"
    order = counter_paid()
    assert refusal_of(order, reason=" ") == "no_reason"
    asked(order, 100)
    assert refusal_of(order, 100) == "asked_already"


def test_strangers_ask_and_approve_nothing() -> None:
    order = counter_paid()
    for by in (leader(), world.staff(CLERK, "住建局"), world.citizen()):
        assert refusal_of(order, by=by) == "not_yours"
    refund = asked(order)
    for by in (clerk(), world.staff(LEADER, "住建局"), world.staff("监察岗", "监委")):
        with pytest.raises(Refusal) as refusal:
            decide_refund(refund, approve=True, by=by)
        assert refusal.value.code == "not_yours"


def test_what_a_gateway_took_waits_until_the_gateway_gave_it_back() -> None:
    order = paid()
    refund = decide_refund(asked(order), approve=True, by=leader())
    assert (again(order).state, again(order).refunded_fen) == (OrderState.REFUNDING, 0)
    assert send_refunds() == 0
    assert broken() == {}
    assert [confirm_refund(refund) for _time in range(2)] == [True, False]
    assert (again(order).state, again(order).refunded_fen) == (OrderState.REFUNDED, 2000)
    drain(["interactive"])
    assert Message.objects.filter(kind="cases.FeeReturned").exists()
    assert broken() == {}
