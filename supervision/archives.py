"""Ended cases whose file is not archived in its time (S-30)."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from cases.models import ArchivePackage, Case, PackageState
from cases.services.life import locked
from core import clock
from core.deadlines import Limit, Unit, due_at
from core.queries.calendar import working_calendar
from core.workcalendar import MissingYear
from identity.models import Post, Role
from supervision.models import Alarm
from supervision.rules import ARCHIVE_WORKING_DAYS, UNARCHIVED
from supervision.services import tell_of_case

LOOKED_BACK = timedelta(days=60)
"""Older ones have their alarm, or were closed before there was an archive."""
BATCH = 200


def warn_of_failed_package(package_id: int, *, at: datetime) -> Alarm:
    """S-30: a package failed its four-property test; once for each case."""
    package = ArchivePackage.objects.select_related("case").get(pk=package_id)
    return _warn(package.case, reverse("cases:archive_package", args=[package.pk]), at)


def sweep_unarchived(*, limit: int = BATCH) -> int:
    """Warn the archivist of every body about cases whose file should have been packed more than five working days ago
    and is not archived, once each (S-30); returns how many."""
    now = clock.now()
    archived = ArchivePackage.objects.filter(case=OuterRef("pk"), state=PackageState.ARCHIVED)
    warned = Alarm.objects.filter(case=OuterRef("pk"), rule=UNARCHIVED.rule)
    days = timedelta(days=ARCHIVE_WORKING_DAYS)
    ended = Case.objects.filter(closed_at__gt=now - LOOKED_BACK, closed_at__lte=now - days, anonymised=None)
    waiting = ended.filter(~Exists(archived), ~Exists(warned)).exclude(pack_at__gt=now - days)
    waiting = waiting.order_by("closed_at", "pk")
    late = [case for case in waiting[:limit] if _due(case) <= now]
    for case in late:
        _warn(case, reverse("cases:archives"), now)
    return len(late)


def _warn(case: Case, link: str, at: datetime) -> Alarm:
    found = Post.objects.filter(department_id=case.department_id, roles__contains=[Role.ARCHIVIST])
    with locked(case) as case:
        return tell_of_case(UNARCHIVED, case, _due(case), found.order_by("pk").first(), at=at, link=link)


def _due(case: Case) -> datetime:
    """When the working days are over since it was to be packed, else since it ended; in a year whose calendar is
    missing twice as many plain days."""
    begun = case.pack_at or case.closed_at
    assert begun is not None, "it has ended"
    try:
        return due_at(working_calendar(), begun, Limit(ARCHIVE_WORKING_DAYS, Unit.WORKING_DAYS))
    except MissingYear:
        return begun + timedelta(days=2 * ARCHIVE_WORKING_DAYS)
