"""Invariants of approval runs and of the exchange."""

from core.invariants import invariant


@invariant("2.1", "a case under review has an open review, any other has none")
def cases_under_review_have_reviews() -> str:
    """Cases in review whom nobody is asked about, and reviews of cases that wait for no verdict."""
    return (
        "SELECT c.id, c.state FROM cases_case AS c "
        "WHERE (c.state IN ('accepted', 'in_review', 'supplementing', 'special', 'suspended')) <> "
        "EXISTS (SELECT 1 FROM linkage_review AS r WHERE r.case_id = c.id AND r.closed_at IS NULL)"
    )


@invariant("2.2", "every open review has its open step of the engine, and the other way round")
def reviews_and_steps_agree() -> str:
    """Open reviews whose step is over or missing, and open steps of closed reviews."""
    return (
        "SELECT r.id, coalesce(s.status, 'no step') FROM linkage_review AS r "
        "LEFT JOIN linkage_step AS s ON s.review_id = r.id "
        "WHERE (r.closed_at IS NULL) <> (coalesce(s.status, 'DONE') NOT IN ('DONE', 'CANCELED'))"
    )


@invariant("4", "a review has at most one verdict")
def reviews_have_one_verdict() -> str:
    """Reviews whose stored verdict is not told exactly once in the history."""
    return (
        "SELECT r.id, r.verdict, count(e.id) FROM linkage_review AS r LEFT JOIN core_event AS e "
        "ON e.stream = 'case' AND e.stream_id = r.case_id AND e.name = 'linkage.VerdictGiven' "
        "AND (e.data->>'review_id')::bigint = r.id GROUP BY r.id HAVING count(e.id) <> (r.verdict <> '')::int"
    )


@invariant("4.1", "a stage goes on once: it opens once in each round")
def stages_open_once() -> str:
    """Stages of a case that were opened twice in one round, as if a join had continued twice."""
    return (
        "SELECT stream_id, data->>'stage_id', data->>'round', count(*) FROM core_event "
        "WHERE stream = 'case' AND name = 'linkage.StageOpened' GROUP BY 1, 2, 3 HAVING count(*) > 1"
    )


@invariant("4.2", "a claimed review is decided by its holder, and went where its last reassignment says")
def claimed_reviews_are_decided_by_their_holder() -> str:
    """Verdicts of somebody else than the holder, and reassignments the history does not tell of exactly once."""
    return (
        "SELECT r.id, 'decided by another' FROM linkage_review AS r "
        "WHERE r.holder_id IS NOT NULL AND r.decided_by_id IS NOT NULL AND r.decided_by_id <> r.holder_id "
        "UNION ALL SELECT a.review_id, 'told ' || count(e.id) FROM linkage_reassignment AS a "
        "JOIN linkage_review AS r ON r.id = a.review_id LEFT JOIN core_event AS e ON e.stream = 'case' "
        "AND e.stream_id = r.case_id AND e.name = 'linkage.ReviewReassigned' "
        "AND (e.data->>'reassignment_id')::bigint = a.id GROUP BY a.id, a.review_id HAVING count(e.id) <> 1"
    )


@invariant("5.1", "no review leaves the route of its case")
def reviews_stay_on_the_route() -> str:
    """Reviews of a stage or seat that is not part of the case's route."""
    return (
        "SELECT r.id, c.id FROM linkage_review AS r JOIN cases_case AS c ON c.id = r.case_id "
        "JOIN items_stage AS s ON s.id = r.stage_id JOIN items_seat AS p ON p.id = r.seat_id "
        "WHERE s.route_id IS DISTINCT FROM c.route_id OR p.stage_id <> s.id"
    )


@invariant("6.1", "an open review is due when its stage's clock is")
def reviews_are_due_with_their_stage() -> str:
    """Open reviews with another due moment than the running clock of their stage."""
    return (
        "SELECT r.id, r.due_at, k.due_at FROM linkage_review AS r JOIN cases_clock AS k "
        "ON k.case_id = r.case_id AND k.kind = 'stage' AND k.finished_at IS NULL "
        "WHERE r.closed_at IS NULL AND r.due_at IS DISTINCT FROM k.due_at"
    )


@invariant("8.1", "partners confirm the rows of a case in the order of its history, each once")
def partners_hear_in_order() -> str:
    """Rows confirmed twice, and rows confirmed before one that comes earlier in the history."""
    return (
        "SELECT partner, key, count(*)::text FROM linkage_exchangereceipt GROUP BY 1, 2 HAVING count(*) > 1 "
        "UNION ALL SELECT partner, key, 'before ' || earlier FROM (SELECT partner, key, received_at, "
        "lag(key) OVER w AS earlier, lag(received_at) OVER w AS earlier_at FROM linkage_exchangereceipt "
        "WINDOW w AS (PARTITION BY partner, case_id ORDER BY key)) AS ordered WHERE received_at < earlier_at"
    )
