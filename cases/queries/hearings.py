"""The open hearing of a case."""

from django.db.models import QuerySet

from cases.models import Case, CaseState, Hearing
from identity.models import Duty, Staff
from items.models import Seat

ENDED_UNDECIDED = frozenset({CaseState.WITHDRAWN, CaseState.VOIDED, CaseState.TERMINATED})


def open_hearing(case: Case) -> Hearing | None:
    """What was offered, asked for or called and is not over. A case that ended undecided leaves none, and one is
    decided only after it."""
    if case.state in ENDED_UNDECIDED:
        return None
    return case.hearings.filter(ending="").select_related("host").first()


def hosts_for(case: Case) -> QuerySet[Staff]:
    """Who may preside: staff of the handling body at none of the posts that review or decide this case (XKF 48)."""
    at_desks = Duty.objects.filter(until=None, post__department_id=case.department_id)
    names = Seat.objects.filter(stage__route=case.route).values("post_name")
    reviewing = at_desks.filter(post__name__in=names)
    staff = Staff.objects.filter(pk__in=at_desks.values("staff_id"))
    return staff.exclude(pk__in=reviewing.values("staff_id")).order_by("number")
