"""The ledger sums to zero and refunds never exceed payments, for any sequence of deeds and doubled callbacks."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from payments.models import Assessment, Charge, LedgerLine, PaymentAttempt, PaymentOrder, Refund
from payments.queries import live_order
from payments.rules.bookkeeping import Account
from payments.services.charging import decide_amounts, let_go, propose_amounts
from payments.services.paying import settle, take_at_counter
from payments.services.refunding import ask_refund, confirm_refund, decide_refund
from tests.brokenness import broken
from tests.payments.dues import REDUCIBLE, attempt, clerk, due, leader, took

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
FEN = st.integers(-1, 2500)
DEED = st.one_of(
    st.tuples(st.just("begin"), st.just(0)),
    st.tuples(st.just("tell"), st.integers(0, 3)),
    st.tuples(st.just("tell_wrong"), FEN),
    st.tuples(st.just("counter"), st.just(0)),
    st.tuples(st.just("ask_refund"), FEN),
    st.tuples(st.just("decide_refund"), st.integers(0, 1)),
    st.tuples(st.just("confirm"), st.just(0)),
    st.tuples(st.just("propose"), FEN),
    st.tuples(st.just("decide"), st.integers(0, 1)),
    st.tuples(st.just("let_go"), st.just(0)),
)


class Town:
    """One charge and everybody who does something about it."""

    def __init__(self) -> None:
        order = due(REDUCIBLE)
        self.charge: Charge = order.charge
        self.clerk: Actor = clerk()
        self.leader: Actor = leader()

    def do(self, name: str, number: int) -> None:
        order = live_order(self.charge)
        assert order is not None
        deeds: dict[str, Callable[[PaymentOrder, int], object]] = {
            "begin": lambda order, number: attempt(order, number=order.attempts.count() + 1),
            "tell": self.tell,
            "tell_wrong": self.tell_wrong,
            "counter": lambda order, number: take_at_counter(
                order, way="cash", receipt_no=f"SK{order.pk}", by=self.clerk
            ),
            "ask_refund": lambda order, number: ask_refund(order, amount_fen=number, reason="x", by=self.clerk),
            "decide_refund": self.decide_refund,
            "confirm": lambda order, number: [confirm_refund(one) for one in Refund.objects.all()],
            "propose": lambda order, number: propose_amounts(
                self.charge, amounts={"工本费": (number, "低保")}, reason="x", by=self.clerk
            ),
            "decide": self.decide,
            "let_go": lambda order, number: let_go(self.charge, by=SYSTEM),
        }
        with suppress(Refusal):
            deeds[name](order, number)

    def tell(self, order: PaymentOrder, number: int) -> None:
        """The notice of some payment that was begun, twice."""
        begun = list(PaymentAttempt.objects.order_by("pk"))
        if begun:
            said = took(begun[number % len(begun)])
            settle(said, code="trial")
            settle(said, code="trial")

    def tell_wrong(self, order: PaymentOrder, number: int) -> None:
        begun = PaymentAttempt.objects.filter(paid_at=None).first()
        if begun and number > 0:
            settle(took(begun, number), code="trial")

    def decide_refund(self, order: PaymentOrder, number: int) -> None:
        for refund in Refund.objects.filter(state="asked"):
            decide_refund(refund, approve=bool(number), by=self.leader)

    def decide(self, order: PaymentOrder, number: int) -> None:
        for assessment in Assessment.objects.filter(decided_at=None):
            decide_amounts(assessment, approve=bool(number), by=self.leader)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(DEED, min_size=3, max_size=14))
def test_c_41_whatever_happens_the_books_agree(deeds: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        town = Town()
        for name, number in deeds:
            town.do(name, number)
            assert sum(LedgerLine.objects.values_list("amount_fen", flat=True)) == 0
        for order in PaymentOrder.objects.all():
            came = _moved(order, "paid")
            back = -_moved(order, "refunded")
            assert 0 <= back <= came <= order.amount_fen
            assert order.refunded_fen == back
        assert {number for number in broken() if number.startswith("16")} == set()
        transaction.set_rollback(True)


def _moved(order: PaymentOrder, kind: str) -> int:
    places = [Account.GATEWAY, Account.COUNTER]
    lines = LedgerLine.objects.filter(entry__order=order, entry__kind=kind, account__in=places)
    return sum(lines.values_list("amount_fen", flat=True))
