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
