"""Where staff go after signing in: to the workplace of their post."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from identity.access import for_staff
from identity.models import Role
from items.queries import WORKS_ON

WORKPLACES = [
    (Role.CLERK, "hall_devices:counter"),
    (Role.REVIEWER, "linkage:reviews"),
    (Role.CERTIFIER, "cases:desk"),
    (Role.SUPERVISOR, "supervision:dashboard"),
    (Role.ARCHIVIST, "cases:archives"),
    (Role.FINANCE, "payments:desk"),
    (Role.SECURITY_ADMIN, "cases:retention"),
    *((role, "catalogue:overview") for role in WORKS_ON),
]


@for_staff()
def desk(request: HttpRequest) -> HttpResponse:
    """To the first workplace one's posts open."""
    actor = request.actor  # type: ignore[attr-defined]
    place = next((name for role, name in WORKPLACES if actor.has_role(role)), None)
    return redirect(place or "portal:home")
