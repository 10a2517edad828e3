"""Whose items somebody may change: those of his own bodies, or all where his office reaches further."""

from django.db.models import Q, QuerySet

from core.models import Job
from identity.actors import Actor
from identity.models import Department, Role
from items.models import BookImport, SheetProfile

EXPORT = "items.export_book"
"""The kind of jobs that write workbooks."""

REACHES_ALL = (Role.PUBLISHER,)
"""The centre publishes for every body and keeps the catalogue whole (I-10)."""


def departments_in_reach(actor: Actor) -> QuerySet[Department]:
    """The bodies whose items this actor may bring in and take out; the system itself reaches all."""
    if actor.kind == "system" or actor.has_role(*REACHES_ALL):
        return Department.objects.all()
    if actor.has_role(Role.CATALOGUE_ADMIN):
        return Department.objects.filter(pk__in=actor.department_ids)
    return Department.objects.none()


def books_visible_to(actor: Actor) -> QuerySet[BookImport]:
    """Imports somebody started himself, and those of his own body's administrators."""
    if not actor.is_staff or not actor.has_role(Role.CATALOGUE_ADMIN, *REACHES_ALL):
        return BookImport.objects.none()
    mine = Q(started_by=actor.account_id) | Q(department__in=actor.department_ids)
    return BookImport.objects.filter(mine).select_related("job", "file")


def exports_visible_to(actor: Actor) -> QuerySet[Job]:
    """Exports somebody started himself."""
    return Job.objects.filter(kind=EXPORT, started_by_id=actor.account_id or 0)


def profiles_visible_to(actor: Actor) -> QuerySet[SheetProfile]:
    """Mappings kept by his own body's administrators, and those for everybody."""
    kept = SheetProfile.objects.filter(Q(department=None) | Q(department__in=actor.department_ids))
    return kept.order_by("name", "pk")


def usual_department(actor: Actor) -> Department | None:
    """The body of items that name none: the actor's own."""
    return Department.objects.filter(pk=actor.department_id).first() if actor.department_id else None
