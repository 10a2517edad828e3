"""Taking an application back: at once before acceptance, afterwards as a small case of its own (C-19, 2.2)."""

from django.utils.translation import gettext as _

from cases.events import WithdrawalAccepted, WithdrawalAsked, WithdrawalTakenBack
from cases.models import Case, ClockKind, DocumentKind, Withdrawal, WithdrawalEnding
from cases.queries.limits import limit_of
from cases.queries.withdrawals import waiting_withdrawal
from cases.rules.limits import WITHDRAWAL
from cases.services.clocks import start_clock, stop_clocks
from cases.services.issuing import check_undecided, withdraw_case
from cases.services.life import locked
from cases.services.papers import order_document, papers_handed_in
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor


def ask_withdrawal(case: Case, *, reason: str = "", by: Actor) -> Case:
    """Take an application back. What is not accepted yet ends at once; an accepted case goes on, undecided, until its
    body has concluded the withdrawal within its limit.

    Refuses `wrong_state` after the decision and `asked_before` (conflicts). Publishes CaseWithdrawn or WithdrawalAsked.
    """
    with locked(case) as case:
        if case.accepted_at is None:
            return withdraw_case(case, reason=reason, by=by)
        check_undecided(case)
        if waiting_withdrawal(case) is not None:
            raise Refusal("asked_before", _("You have asked to withdraw this application already."), conflict=True)
        now = clock.now()
        asked = Withdrawal.objects.create(case=case, reason=reason.strip(), asked_at=now)
        key = str(case.withdrawals.count())
        start_clock(case, kind=ClockKind.WITHDRAWAL, limit=limit_of(WITHDRAWAL), at=now, by=by, key=key)
        publish(WithdrawalAsked(case_id=case.pk, withdrawal_id=asked.pk), by=by, at=now)
    return case


def accept_withdrawal(withdrawal: Withdrawal, *, by: Actor) -> Withdrawal:
    """The body takes the withdrawal up. Refuses `not_waiting` (a conflict). Publishes WithdrawalAccepted."""
    with locked(withdrawal.case) as case:
        withdrawal = _open(case, withdrawal)
        if withdrawal.accepted_at is not None:
            raise Refusal("not_waiting", _("This withdrawal has been taken up already."), conflict=True)
        withdrawal.accepted_at, withdrawal.accepted_by_id = clock.now(), by.staff_id
        withdrawal.save(update_fields=["accepted_at", "accepted_by"])
        told = WithdrawalAccepted(case_id=case.pk, withdrawal_id=withdrawal.pk)
        publish(told, by=by, at=withdrawal.accepted_at)
    return withdrawal


def conclude_withdrawal(withdrawal: Withdrawal, *, by: Actor) -> Case:
    """The withdrawal is concluded and with it the case; the papers go back with a notice. Refuses `not_waiting` (a
    conflict) for one that nobody has taken up. Publishes CaseWithdrawn."""
    with locked(withdrawal.case) as case:
        withdrawal = _open(case, withdrawal)
        if withdrawal.accepted_at is None:
            raise Refusal("not_waiting", _("Take the withdrawal up first."), conflict=True)
        now = clock.now()
        _end(withdrawal, WithdrawalEnding.CONCLUDED)
        withdraw_case(case, reason=withdrawal.reason, by=by)
        content = {
            "applicant": case.applicant_name,
            "asked_on": clock.local(withdrawal.asked_at).date().isoformat(),
            "reason": withdrawal.reason,
            "returned": papers_handed_in(case),
        }
        order_document(case, DocumentKind.WITHDRAWAL_NOTICE, content=content, by=by, at=now)
    return case


def take_back_withdrawal(case: Case, *, by: Actor) -> Case:
    """The applicant wants the case to go on after all. Refuses `not_waiting` (a conflict). Publishes
    WithdrawalTakenBack."""
    with locked(case) as case:
        withdrawal = waiting_withdrawal(case)
        if withdrawal is None:
            raise _not_waiting()
        _end(withdrawal, WithdrawalEnding.TAKEN_BACK)
        stop_clocks(case, ClockKind.WITHDRAWAL, at=clock.now(), by=by)
        publish(WithdrawalTakenBack(case_id=case.pk, withdrawal_id=withdrawal.pk), by=by)
    return case


def lapse_withdrawals(case: Case) -> None:
    """A case that has ended another way leaves no withdrawal to conclude."""
    case.withdrawals.filter(ending="").update(ending=WithdrawalEnding.LAPSED, ended_at=clock.now())


def _open(case: Case, withdrawal: Withdrawal) -> Withdrawal:
    found = waiting_withdrawal(case)
    if found is None or found.pk != withdrawal.pk:
        raise _not_waiting()
    return found


def _not_waiting() -> Refusal:
    return Refusal("not_waiting", _("No withdrawal of this application is waiting."), conflict=True)


def _end(withdrawal: Withdrawal, ending: WithdrawalEnding) -> None:
    withdrawal.ending, withdrawal.ended_at = ending, clock.now()
    withdrawal.save(update_fields=["ending", "ended_at"])
