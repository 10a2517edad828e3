"""Renewals nobody decided in time (C-23, T-12, XKF 50)."""

from cases.events import RenewalDeemed
from cases.models import Case, CaseState
from cases.queries.owing import owing_clock
from cases.queries.subjects import renewals_never_decided
from cases.services.decisions import grant_case
from cases.services.issuing import issue_result
from cases.services.life import locked
from core.events import Doer
from core.outbox import publish

WAITING = {CaseState.ACCEPTED, CaseState.IN_REVIEW}


def deem_renewals(*, by: Doer) -> int:
    """Let renewals count as granted that were asked for in time and not decided before the licence ran out; returns how
    many. The next version is issued at once, so its holder does not stand without one."""
    return sum(deem_renewed(case, by=by) for case in renewals_never_decided())


def deem_renewed(case: Case, *, by: Doer) -> bool:
    """Whether this one was; not when somebody has decided meanwhile. Publishes RenewalDeemed, CaseGranted and
    ResultIssued."""
    with locked(case) as case:
        if case.state not in WAITING:
            return False
        publish(RenewalDeemed(case_id=case.pk), by=by)
        case = grant_case(case, by=by)
        if owing_clock(case) is None:
            issue_result(case, by=by)
    return True
