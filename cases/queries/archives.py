"""Ended cases that wait for the archive, their packages, and what is due for the archives."""

from datetime import date

from django.db.models import Q, QuerySet

from cases.models import ArchivePackage, ArchiveTransfer, Case, PackageState
from cases.models.case import FINAL_STATES
from identity.actors import Actor
from identity.models import Role

SHOWN = ("case__version", "case__applicant", "department", "ordered_by")


def packages_visible_to(actor: Actor) -> QuerySet[ArchivePackage]:
    """Packages of the archivist's own bodies; nobody else opens them."""
    if not actor.has_role(Role.ARCHIVIST):
        return ArchivePackage.objects.none()
    return ArchivePackage.objects.filter(department_id__in=actor.department_ids).select_related(*SHOWN)


def cases_to_archive(actor: Actor) -> QuerySet[Case]:
    """Ended cases of the archivist's bodies of which no package exists yet."""
    if not actor.has_role(Role.ARCHIVIST):
        return Case.objects.none()
    ended = Case.objects.filter(department_id__in=actor.department_ids, state__in=FINAL_STATES)
    return ended.filter(packages=None).select_related("version", "handling", "applicant")


def packages_at_work(actor: Actor) -> QuerySet[ArchivePackage]:
    """Packages being made, and those whose test failed."""
    return packages_visible_to(actor).exclude(state=PackageState.ARCHIVED)


def archived_packages(actor: Actor) -> QuerySet[ArchivePackage]:
    """What is archived, every version."""
    return packages_visible_to(actor).filter(state=PackageState.ARCHIVED)


def packages_to_transfer(actor: Actor, today: date) -> QuerySet[ArchivePackage]:
    """Archived packages whose years are over and that were not handed over yet."""
    return archived_packages(actor).filter(transfer_on__lte=today, transferred=None)


def transfers_visible_to(actor: Actor) -> QuerySet[ArchiveTransfer]:
    """Hand-overs of the archivist's own bodies."""
    if not actor.has_role(Role.ARCHIVIST):
        return ArchiveTransfer.objects.none()
    found = ArchiveTransfer.objects.filter(department_id__in=actor.department_ids)
    return found.select_related("department", "made_by")


def latest_archived(case: Case) -> ArchivePackage | None:
    """The newest archived version of the package of a case."""
    return case.packages.filter(state=PackageState.ARCHIVED).order_by("-version").first()


def archived_cases() -> Q:
    """Of cases: that a package of them is archived and none is in the making."""
    archived = ArchivePackage.objects.filter(state=PackageState.ARCHIVED).values("case_id")
    open_ = ArchivePackage.objects.exclude(state=PackageState.ARCHIVED).values("case_id")
    return Q(pk__in=archived) & ~Q(pk__in=open_)
