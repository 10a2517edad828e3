"""Withdrawals that wait for the body that handles the case."""

from django.db.models import QuerySet

from cases.models import Case, CaseState, Withdrawal
from identity.actors import Actor


def waiting_withdrawal(case: Case) -> Withdrawal | None:
    """The open withdrawal of this case; none once the case has ended otherwise."""
    if not CaseState(case.state).is_undecided:
        return None
    return case.withdrawals.filter(ending="").first()


def withdrawals_for(actor: Actor) -> QuerySet[Withdrawal]:
    """Open withdrawals of cases this person's bodies handle."""
    found = Withdrawal.objects.filter(ending="", case__department_id__in=actor.department_ids)
    return found.select_related("case__version", "case__department")
