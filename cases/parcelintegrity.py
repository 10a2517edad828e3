"""Invariants between parcels and the cases they belong to."""

from core.invariants import invariant


@invariant("21.4", "what was signed for is delivered, or on its way to be")
def signed_results_are_delivered() -> str:
    """Results whose parcel was signed for and whose case still waits, with nobody about to act on it."""
    return (
        "SELECT p.id, c.id FROM cases_caseparcel AS l JOIN deliveries_parcel AS p ON p.id = l.parcel_id "
        "JOIN cases_case AS c ON c.id = l.case_id WHERE p.direction = 'out' AND p.state = 'signed' "
        "AND c.state = 'issued' AND NOT EXISTS (SELECT 1 FROM core_event AS e JOIN core_delivery AS d "
        "ON d.event_id = e.id WHERE e.stream = 'parcel' AND e.stream_id = p.id AND d.state <> 'done')"
    )


@invariant("21.5", "every parcel belongs to a case")
def parcels_belong_to_cases() -> str:
    """Parcels nobody could explain."""
    return (
        "SELECT p.id, p.state FROM deliveries_parcel AS p "
        "WHERE NOT EXISTS (SELECT 1 FROM cases_caseparcel AS l WHERE l.parcel_id = p.id)"
    )


@invariant("21.6", "papers that count as handed in belong to a case that was received")
def counted_papers_were_received() -> str:
    """Papers in order, by their scans or by comparison, of cases that still wait for them."""
    return (
        "SELECT m.id, c.state FROM cases_mailedpapers AS m JOIN cases_case AS c ON c.id = m.case_id "
        "WHERE (m.counted_at IS NOT NULL OR m.agrees) AND c.state IN ('submitted', 'prechecked') "
        "AND m.id = (SELECT max(o.id) FROM cases_mailedpapers AS o WHERE o.case_id = m.case_id)"
    )
