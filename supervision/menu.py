"""Places of supervision in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register
from identity.models import Role

WATCH = frozenset({Role.SUPERVISOR, Role.LEADER})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry("staff", _("Supervision"), "supervision:dashboard", icon="eye", order=60, roles=WATCH),
        MenuEntry("staff", _("Alarms"), "supervision:alarms", icon="alert-octagon", order=70, roles=WATCH),
        MenuEntry("staff_phone", _("Supervision"), "supervision:dashboard", icon="eye", order=60, roles=WATCH),
    )
