"""The invariants of money notice when it is broken."""

import pytest
from django.db import connection

from payments.services.paying import take_at_counter
from payments.services.refunding import ask_refund
from tests.brokenness import broken
from tests.payments.dues import clerk, due, paid

pytestmark = pytest.mark.usefixtures("time", "calendar")


def damage(*statements: str) -> None:
    """What no service would do, past the guards of the ledger."""
    tables = ("payments_ledgerentry", "payments_ledgerline", "payments_paymentorder")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_16_an_entry_that_does_not_sum_to_zero() -> None:
    paid()
    assert broken() == {}
    damage("UPDATE payments_ledgerline SET amount_fen = amount_fen + 1 WHERE account = 'gateway'")
    assert "16" in broken()


def test_16_an_entry_without_lines() -> None:
    paid()
    damage("DELETE FROM payments_ledgerline WHERE entry_id = (SELECT max(id) FROM payments_ledgerentry)")
    assert "16" in broken()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_paymentorder SET refunded_fen = 1",
        "UPDATE payments_paymentorder SET state = 'pending', paid_at = NULL",
        "UPDATE payments_paymentorder SET amount_fen = 2001",
    ],
)
def test_16_1_an_order_the_ledger_does_not_know(statement: str) -> None:
    order = paid()
    damage(statement)
    assert order.pk in {row[0] for row in broken()["16.1"]}


def test_16_2_a_refund_one_person_decided_alone() -> None:
    refund = ask_refund(
        take_at_counter(due(), way="cash", receipt_no="SK1", by=clerk()), amount_fen=1, reason="x", by=clerk()
    )
    damage(
        "ALTER TABLE payments_refund DROP CONSTRAINT refund_by_two_persons",
        "UPDATE payments_refund SET state = 'approved', decided_by_id = asked_by_id",
    )
    assert broken()["16.2"] == ((refund.pk, "refund"),)
