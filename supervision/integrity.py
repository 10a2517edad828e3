"""Invariants of supervision."""

from core.invariants import invariant
from supervision.rules import OVERRUN


@invariant("7.2", "every clock that overran has its card")
def overruns_have_their_card() -> str:
    """Overrun clocks of a supervised kind without an alarm since they were started.

    Where the promise equals the statutory limit, the card is the statutory clock's (3.3).
    """
    kinds = ", ".join(f"'{kind}'" for kind in OVERRUN)
    return (
        f"SELECT k.id, k.kind FROM cases_clock AS k WHERE k.overran_at IS NOT NULL AND k.kind IN ({kinds}) "
        "AND NOT EXISTS (SELECT 1 FROM supervision_alarm AS a WHERE a.case_id = k.case_id "
        "AND a.raised_at >= k.started_at AND (a.clock_id = k.id OR a.due_at = k.due_at))"
    )


@invariant("7.4", "a supervision order stands where its answers say")
def orders_follow_their_answers() -> str:
    """S-41: orders whose state and last answer do not agree, and those answered too late or never well enough without a
    card."""
    return (
        "SELECT o.id, o.state FROM supervision_supervisionorder AS o LEFT JOIN LATERAL (SELECT a.round, a.accepted "
        "FROM supervision_orderanswer AS a WHERE a.order_id = o.id ORDER BY a.round DESC LIMIT 1) AS last ON true "
        "WHERE o.state <> CASE WHEN last.round IS NULL THEN 'issued' WHEN last.accepted IS NULL THEN 'answered' "
        "WHEN last.accepted THEN 'accepted' WHEN last.round = 1 THEN 'sent_back' ELSE 'failed' END "
        "UNION ALL SELECT o.id, 'card' FROM supervision_supervisionorder AS o WHERE "
        "(o.overran_at IS NOT NULL OR o.state = 'failed') AND NOT EXISTS (SELECT 1 FROM supervision_alarm AS a "
        "WHERE a.case_id = o.case_id AND a.rule = 'S-41' AND a.department_id = o.department_id)"
    )
