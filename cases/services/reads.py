"""Recording who looked at a case (the applicant sees it)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from cases.models import Case, CaseRead
from core import clock
from identity.actors import Actor

SAME_LOOK = timedelta(minutes=10)


def record_read(case: Case, *, by: Actor, what: str, why: str) -> None:
    """Write down that somebody of staff looked; looks within ten minutes at the same thing count as one."""
    if not by.is_staff:
        return
    now = clock.now()
    look = {"case": case, "account_id": by.account_id, "what": what}
    if not CaseRead.objects.filter(**look, at__gt=now - SAME_LOOK).exists():
        CaseRead.objects.create(**look, at=now, who=by.label, why=why)


def record_full_view(case: Case, *, by: Actor, reason: str) -> None:
    """Write down that somebody of staff saw the numbers in full, each time, with the reason he gave (G-02)."""
    CaseRead.objects.create(
        case=case, account_id=by.account_id, what=_("Numbers in full"), at=clock.now(), who=by.label, why=reason
    )
