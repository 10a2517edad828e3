"""What a granted case gives: a new licence, the next version of one, or the end of one (L-15, C-23)."""

from datetime import timedelta

from cases.models import Case
from cases.queries.answers import licence_particulars
from core import clock
from core.events import Doer
from items.models import Effect, ResultSpec
from spaces.models import CancelGround, Licence, LicenceState
from spaces.rules import last_day
from spaces.services import LicenceOrder, change_licence_state, issue_licence
from spaces.services.changes import NewVersion, renew_licence, replace_licence


def give_result(case: Case, *, by: Doer) -> Licence | None:
    """Carry out what was granted; None where nothing new is given, as after a cancellation. Refuses what the licence's
    own services refuse, `wrong_state` above all when the licence has ended meanwhile."""
    spec = case.version.resultspec_set.first()
    effect = case.handling.effect if case.handling else Effect.NONE
    if effect == Effect.CANCELLATION:
        _cancel(case, by)
        return None
    if spec is None:
        return None
    if effect != Effect.NONE and case.subject is not None:
        return _next_version(case, case.subject, effect, spec, by)
    today = clock.today()
    order = LicenceOrder(
        name=spec.name,
        holder=case.applicant,
        issuer=case.department,
        valid_from=today,
        valid_until=last_day(today, spec.validity_years) if spec.validity_years else None,
        data=licence_particulars(case),
        case_no=case.case_no or "",
    )
    return issue_licence(order, by=by)


def _next_version(case: Case, subject: Licence, effect: Effect, spec: ResultSpec, by: Doer) -> Licence:
    """A change says what the application says; a renewal holds for as long again; a replacement says the same."""
    data, until = subject.data, subject.valid_until
    if effect == Effect.RENEWAL and until is not None and spec.validity_years:
        until = last_day(until + timedelta(days=1), spec.validity_years)
    if effect == Effect.CHANGE:
        data = subject.data | licence_particulars(case)
    new = NewVersion(data, until, case.case_no or "")
    if data != subject.data:
        return replace_licence(subject, new, reason=_why(case), by=by)
    return renew_licence(subject, new, reason=_why(case), by=by)


def _cancel(case: Case, by: Doer) -> None:
    if case.subject is not None:
        other = CancelGround.OTHER.value
        change_licence_state(case.subject, LicenceState.CANCELLED, reason=_why(case), ground=other, by=by)


def _why(case: Case) -> str:
    """The reason kept with the former version; official words are Chinese whatever the language of the page."""
    return f"持证人申请{case.handling.name if case.handling else ''}（办件编号{case.case_no}）"
