"""Places of supervision in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register
from identity.models import Role

WATCH = frozenset({Role.SUPERVISOR, Role.LEADER})


def register_places() -> None:
    """Called once, from ready()."""
    for surface in ("staff", "staff_phone"):
        register(
            MenuEntry(surface, _("Situation"), "supervision:dashboard", icon="layout-dashboard", order=60, roles=WATCH),
            MenuEntry(surface, _("Cards"), "supervision:alarms", icon="bell-ringing", order=70, roles=WATCH),
            MenuEntry(surface, _("Call-backs"), "supervision:callbacks", icon="phone-call", order=73, roles=WATCH),
            MenuEntry(surface, _("Orders"), "supervision:orders", icon="send", order=72, roles=WATCH),
            MenuEntry(surface, _("In progress"), "supervision:cases", icon="progress", order=75, roles=WATCH),
        )
