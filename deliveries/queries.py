"""Named reads of deliveries."""

from django.db.models import Count, QuerySet

from core import clock
from deliveries.models import Parcel, Reconciliation
from deliveries.services.tracking import LATE_AFTER
from identity.actors import Actor
from identity.models import Role

OVERSEERS = (Role.HALL_MANAGER, Role.SUPERVISOR)
SHOWN = 30


def reconciliations_visible_to(actor: Actor) -> QuerySet[Reconciliation]:
    """The latest comparisons, each with the number of its differences; for the hall's manager and supervisors."""
    if not actor.has_role(*OVERSEERS):
        return Reconciliation.objects.none()
    counted = Reconciliation.objects.annotate(differing=Count("lines"))
    return counted.prefetch_related("lines").order_by("-day", "carrier")[:SHOWN]


def late_parcels_visible_to(actor: Actor) -> QuerySet[Parcel]:
    """Parcels that have been under way for longer than any journey takes, the oldest first; for the same."""
    if not actor.has_role(*OVERSEERS):
        return Parcel.objects.none()
    return Parcel.objects.filter(ended_at=None, created_at__lte=clock.now() - LATE_AFTER).order_by("pk")[:SHOWN]
