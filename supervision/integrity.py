"""Invariants of supervision."""

from cases.models import CaseState
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


@invariant("30.8", "a package that failed its test is told to the archivist", apart=True)
def failed_packages_are_told() -> str:
    """S-30: failed packages of whose case there is no warning; holds where workers run."""
    return (
        "SELECT p.id, p.case_id FROM cases_archivepackage AS p WHERE p.state = 'failed' AND NOT EXISTS "
        "(SELECT 1 FROM supervision_alarm AS a WHERE a.case_id = p.case_id AND a.rule = 'S-30')"
    )


@invariant("30.9", "an ended case is archived, being packed, or its archivist was warned", apart=True)
def ended_cases_reach_the_archive() -> str:
    """2.10, S-30: cases that ended, and were to be packed, more than two weeks ago without package or warning; holds
    where workers run."""
    final = ", ".join(f"'{state}'" for state in CaseState if state.is_final)
    return (
        f"SELECT c.id, c.state FROM cases_case AS c WHERE c.state IN ({final}) "
        "AND c.closed_at < now() - interval '14 days' AND c.closed_at > now() - interval '60 days' "
        "AND (c.pack_at IS NULL OR c.pack_at < now() - interval '14 days') "
        "AND NOT EXISTS (SELECT 1 FROM cases_archivepackage AS p WHERE p.case_id = c.id) "
        "AND NOT EXISTS (SELECT 1 FROM supervision_alarm AS a WHERE a.case_id = c.id AND a.rule = 'S-30')"
    )
