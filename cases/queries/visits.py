"""Who can be sent to look on the spot, and what came of it (T-11, XKF 55)."""

from datetime import date, datetime

from django.db.models import QuerySet

from cases.models import Case, SiteVisit
from cases.queries.limits import limit_of
from cases.rules.limits import SITE_VISIT
from core import clock
from core.deadlines import due_on
from core.queries.calendar import working_calendar
from identity.models import Duty, Staff


def open_visit(case: Case) -> SiteVisit | None:
    """The visit that was ordered and neither written down nor called off."""
    return case.site_visits.filter(ending="").prefetch_related("officers").first()


def officers_for(case: Case) -> QuerySet[Staff]:
    """Staff with a post in the handling body today."""
    today = clock.today()
    at_posts = Duty.objects.filter(post__department_id=case.department_id, since__lte=today)
    at_posts = at_posts.exclude(until__lt=today)
    return Staff.objects.filter(pk__in=at_posts.values("staff_id")).order_by("number")


def last_day_to_send(accepted_at: datetime) -> date:
    """The last day on which staff are sent to a case accepted at this moment (T-11)."""
    return due_on(working_calendar(), clock.local(accepted_at).date(), limit_of(SITE_VISIT).limit)


def visits_of(case: Case) -> QuerySet[SiteVisit]:
    """All visits of a case, the oldest first."""
    return case.site_visits.prefetch_related("officers", "photos__file").order_by("pk")
