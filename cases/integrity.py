"""Invariants of the legal life of cases."""

from collections.abc import Iterable
from dataclasses import replace

from cases.models import CaseState, Clock, ClockEntry, EntryKind
from cases.models.case import PAUSED_STATES
from cases.rules.ledger import BrokenLedger, Standing, line_of, standing
from cases.services.arming import arm
from cases.services.clocks import as_pauses
from cases.states import steps
from core.deadlines import Limit, Unit
from core.invariants import Row, invariant
from core.queries.calendar import working_calendar
from core.workcalendar import MissingYear

S = CaseState
STATE_AFTER = {step.law.event: step.target for step in steps() if step.law.event is not None}
"""What the history says the state is; the first review of an accepted case moves it on without a word of its own."""

WATCHED = [S.SUBMITTED, S.RECEIVED, S.CORRECTING, S.ACCEPTED, S.IN_REVIEW, S.SUPPLEMENTING, S.GRANTED, S.REFUSED]
"""States in which somebody must act within a limit; otherwise the applicant has the move, or the clock stands."""


@invariant("1", "every acknowledged submission exists once")
def acknowledged_submissions_exist() -> str:
    """Acknowledgements whose case is missing or bears another number, and filed cases nobody acknowledged."""
    return (
        "SELECT e.id, 'acknowledged but not there' FROM core_event AS e "
        "LEFT JOIN cases_case AS c ON c.id = e.stream_id AND "
        "(c.receipt_no = e.data->>'receipt_no' OR c.case_no = e.data->>'case_no') "
        "WHERE e.name IN ('cases.CaseSubmitted', 'cases.CaseReceived', 'cases.CaseAccepted') AND c.id IS NULL "
        "UNION ALL SELECT c.id, 'there but never acknowledged' FROM cases_case AS c "
        "WHERE c.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM core_event AS e WHERE e.stream = 'case' "
        "AND e.stream_id = c.id AND e.name IN ('cases.CaseSubmitted', 'cases.CaseReceived', 'cases.CaseAccepted', "
        "'cases.ProceedingBegun'))"
    )


@invariant("2", "an open case waits with an armed deadline, a closed one has none")
def open_cases_are_watched() -> str:
    """Open cases without a running clock that will speak or has spoken, and clocks or pauses of closed ones.

    The limits for publishing a decision (T-20) and for checking a pledge (2.4) run on when the case has ended.
    """
    running = (
        "SELECT 1 FROM cases_clock AS k WHERE k.case_id = c.id AND k.finished_at IS NULL "
        "AND k.kind NOT IN ('publish', 'pledge')"
    )
    paused = "SELECT 1 FROM cases_clockentry AS p WHERE p.case_id = c.id AND p.kind = 'pause' AND p.ended_at IS NULL"
    final = _listed(state for state in CaseState if state.is_final)
    return (
        f"SELECT c.id, c.state, 'no deadline' FROM cases_case AS c WHERE c.state IN ({_listed(WATCHED)}) "
        f"AND NOT EXISTS ({running} AND (k.next_at IS NOT NULL OR k.overran_at IS NOT NULL)) "
        f"UNION ALL SELECT c.id, c.state, 'deadline of a closed case' FROM cases_case AS c "
        f"WHERE c.state IN ({final}) AND (EXISTS ({running}) OR EXISTS ({paused})) "
        f"UNION ALL SELECT c.id, c.state, 'nobody serves the decision' FROM cases_case AS c JOIN cases_proceeding AS g "
        f"ON g.case_id = c.id WHERE c.state = 'issued' AND NOT EXISTS ({running} AND k.kind = 'delivery') "
        f"UNION ALL SELECT c.id, c.state, 'pause' FROM cases_case AS c "
        f"WHERE (c.state IN ({_listed(PAUSED_STATES)})) <> EXISTS ({paused})"
    )


@invariant("3.1", "the history of a case folds to its state")
def histories_fold_to_states() -> str:
    """Cases that are in another state than their last event says."""
    says = ", ".join(f"('{event.name()}', '{state}')" for event, state in STATE_AFTER.items())
    names = ", ".join(f"'{event.name()}'" for event in STATE_AFTER)
    return (
        f"SELECT c.id, c.state, last.name FROM cases_case AS c CROSS JOIN LATERAL "
        f"(SELECT e.name FROM core_event AS e WHERE e.stream = 'case' AND e.stream_id = c.id AND e.name IN ({names}) "
        f"ORDER BY e.sequence DESC LIMIT 1) AS last JOIN (VALUES {says}) AS says (name, state) USING (name) "
        "WHERE c.state <> says.state AND NOT (says.state = 'accepted' AND c.state = 'in_review')"
    )


@invariant("5", "no case leaves the version it is pinned to")
def cases_stay_with_their_version() -> str:
    """Routes, handling options and materials of another version than the case's."""
    return (
        "SELECT c.id, 'route' FROM cases_case AS c JOIN items_route AS r ON r.id = c.route_id "
        "WHERE r.version_id <> c.version_id "
        "UNION ALL SELECT c.id, 'handling' FROM cases_case AS c "
        "JOIN items_handlingoption AS h ON h.id = c.handling_id WHERE h.version_id <> c.version_id "
        "UNION ALL SELECT c.id, 'material' FROM cases_material AS m JOIN cases_case AS c ON c.id = m.case_id "
        "JOIN items_materialspec AS s ON s.id = m.spec_id WHERE s.version_id <> c.version_id"
    )


@invariant("6", "a clock is due where its start, budget, pauses, extension and calendar say")
def clocks_are_due_where_they_should() -> Iterable[Row]:
    """Running clocks of the calendar in force whose stored moments differ from what they are derived from."""
    try:
        calendar = working_calendar()
    except MissingYear:
        return
    running = Clock.objects.filter(finished_at=None, calendar=calendar.version).order_by("pk")
    pauses: dict[int, list[ClockEntry]] = {}
    for entry in ClockEntry.objects.filter(kind=EntryKind.PAUSE, case__clocks__in=running).distinct():
        pauses.setdefault(entry.case_id, []).append(entry)
    for stored in running.iterator():
        due_at, next_at = stored.due_at, stored.next_at
        arm(stored, as_pauses(pauses.get(stored.case_id, ())), calendar)
        if stored.due_at != due_at or (stored.next_at is None) != (next_at is None):
            yield (stored.pk, stored.kind, due_at.isoformat(), stored.due_at.isoformat())


@invariant("6.2", "the ledger of a clock adds up to the clock")
def ledgers_add_up() -> Iterable[Row]:
    """Clocks whose lines cannot follow one another, or say another start, limit, extension or end than is stored."""
    for stored in Clock.objects.order_by("pk").prefetch_related("ledger").iterator(chunk_size=500):
        lines = sorted(stored.ledger.all(), key=lambda line: line.pk)
        try:
            found = standing(line_of(line.act, line.at, line.unit, line.budget, line.extension) for line in lines)
        except BrokenLedger as broken:
            yield (stored.pk, stored.kind, str(broken))
            continue
        kept = Standing(stored.started_at, Limit(stored.budget, Unit(stored.unit)), stored.extension, found.pauses)
        if found != replace(kept, finished_at=stored.finished_at):
            yield (stored.pk, stored.kind, "does not add up")
        elif stored.finished_at is None and stored.overran_at is None and found.paused != (stored.next_at is None):
            yield (stored.pk, stored.kind, "stands still by one of them only")


@invariant("10", "case and receipt numbers are given once and never beyond their counter")
def numbers_are_given_once() -> str:
    """Numbers of more than one case, and case numbers higher than the counter of their item and day."""
    return (
        "SELECT min(c.id), c.case_no FROM cases_case AS c WHERE c.case_no IS NOT NULL "
        "GROUP BY c.case_no HAVING count(*) > 1 "
        "UNION ALL SELECT min(c.id), c.receipt_no FROM cases_case AS c WHERE c.receipt_no IS NOT NULL "
        "GROUP BY c.receipt_no HAVING count(*) > 1 "
        "UNION ALL SELECT c.id, c.case_no FROM cases_case AS c LEFT JOIN core_counter AS n "
        "ON n.key = 'case:' || left(c.case_no, 31) || ':' || substr(c.case_no, 32, 8) "
        "WHERE c.case_no IS NOT NULL AND substr(c.case_no, 40)::int > coalesce(n.value, 0)"
    )


def _listed(states: Iterable[CaseState]) -> str:
    return ", ".join(f"'{state}'" for state in states)
