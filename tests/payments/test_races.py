"""Ten equal callbacks at once count once; two persons at once decide once."""

from functools import partial

import pytest

from payments.models import LedgerEntry, LedgerLine, OrderState, PaymentOrder
from payments.services.paying import settle, take_at_counter
from payments.services.refunding import ask_refund, decide_refund
from tests.brokenness import broken
from tests.payments.dues import again, attempt, clerk, due, leader, took
from tests.together import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("time", "calendar")]


def test_ten_equal_callbacks_at_once_count_once() -> None:
    order = due()
    said = took(attempt(order))
    answers = at_once(*[partial(settle, said, code="trial")] * 10)
    assert sorted(answers) == [False] * 9 + [True]
    assert again(order).state == OrderState.PAID
    assert LedgerEntry.objects.filter(kind="paid").count() == 1
    assert broken() == {}


def test_a_callback_and_the_counter_at_once_lose_no_money() -> None:
    order = due()
    said, by = took(attempt(order)), clerk()
    at_once(partial(settle, said, code="trial"), partial(take_at_counter, order, way="cash", receipt_no="SK1", by=by))
    taken = LedgerLine.objects.filter(account__in=["gateway", "counter"]).values_list("amount_fen", flat=True)
    assert again(order).state == OrderState.PAID
    assert sum(taken) in {2000, 4000}
    assert broken() == {}


def test_two_leaders_at_once_give_the_money_back_once() -> None:
    order = take_at_counter(due(), way="cash", receipt_no="SK1", by=clerk())
    refund = ask_refund(order, amount_fen=2000, reason="多收", by=clerk())
    answers = at_once(*(partial(decide_refund, refund, approve=True, by=leader()) for _leader in range(2)))
    assert len(refusals(answers)) == 1
    assert PaymentOrder.objects.get(pk=order.pk).refunded_fen == 2000
    assert broken() == {}
