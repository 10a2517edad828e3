"""Invariants of money."""

from core.invariants import invariant
from payments.models.charges import MONEY_STATES


@invariant("16", "every entry of the ledger sums to zero")
def ledger_entries_balance() -> str:
    """Entries without lines, or whose lines do not cancel."""
    return (
        "SELECT e.id, e.key, coalesce(sum(l.amount_fen), 0) FROM payments_ledgerentry AS e "
        "LEFT JOIN payments_ledgerline AS l ON l.entry_id = e.id GROUP BY e.id, e.key "
        "HAVING count(l.id) < 2 OR sum(l.amount_fen) <> 0"
    )


@invariant("16.1", "an order was paid and given back as the ledger says")
def orders_agree_with_the_ledger() -> str:
    """Orders whose state or amounts differ from what is booked: asked, paid, closed, refunded."""
    money = ", ".join(f"'{state}'" for state in sorted(MONEY_STATES))
    booked = (
        "SELECT e.order_id, coalesce(sum(l.amount_fen) FILTER (WHERE e.kind = 'asked'), 0) AS asked, "
        "coalesce(-sum(l.amount_fen) FILTER (WHERE e.kind = 'paid'), 0) AS paid, "
        "coalesce(-sum(l.amount_fen) FILTER (WHERE e.kind = 'closed'), 0) AS closed "
        "FROM payments_ledgerentry AS e JOIN payments_ledgerline AS l ON l.entry_id = e.id "
        "WHERE l.account = 'receivable' GROUP BY e.order_id"
    )
    returned = (
        "SELECT e.order_id, sum(l.amount_fen) AS fen FROM payments_ledgerentry AS e "
        "JOIN payments_ledgerline AS l ON l.entry_id = e.id "
        "WHERE e.kind = 'refunded' AND l.account = 'refunds' GROUP BY e.order_id"
    )
    return (
        f"SELECT o.id, o.number, o.state FROM payments_paymentorder AS o "
        f"LEFT JOIN ({booked}) AS b ON b.order_id = o.id LEFT JOIN ({returned}) AS r ON r.order_id = o.id "
        "WHERE coalesce(b.asked, 0) <> o.amount_fen "
        f"OR coalesce(b.paid, 0) <> CASE WHEN o.state IN ({money}) THEN o.amount_fen ELSE 0 END "
        "OR coalesce(b.closed, 0) <> CASE WHEN o.state = 'closed' THEN o.amount_fen ELSE 0 END "
        "OR coalesce(r.fen, 0) <> o.refunded_fen"
    )


@invariant("16.2", "no refund and no proposed amount was approved by who asked for it")
def two_persons_decided() -> str:
    """Refunds and assessments of one person alone."""
    return (
        "SELECT id, 'refund' FROM payments_refund WHERE decided_by_id = asked_by_id "
        "UNION ALL SELECT id, 'assessment' FROM payments_assessment WHERE decided_by_id = asked_by_id"
    )


@invariant("31.4", "a charge whose payer is forgotten names nobody, and its order asks what it asked")
def forgotten_payers_stay_forgotten() -> str:
    """10.5: free texts and citizens left around an anonymous charge, and lines that do not give the amount any more."""
    return (
        "SELECT c.id, 'history' FROM payments_charge AS c JOIN core_event AS e ON e.stream = 'charge' "
        "AND e.stream_id = c.id AND e.actor_kind = 'citizen' AND e.actor_label <> '（已匿名）' "
        "WHERE c.payer_name = '（已匿名）' UNION ALL SELECT c.id, 'refund' FROM payments_charge AS c "
        "JOIN payments_paymentorder AS o ON o.charge_id = c.id JOIN payments_refund AS r ON r.order_id = o.id "
        "AND r.reason <> '（已匿名）' WHERE c.payer_name = '（已匿名）' "
        "UNION ALL SELECT o.id, 'lines' FROM payments_paymentorder AS o WHERE o.amount_fen <> "
        "(SELECT sum((line->>'amount_fen')::bigint) FROM jsonb_array_elements(o.lines) AS line)"
    )
