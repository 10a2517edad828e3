"""Places of the hall in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register
from identity.models import Role

CLERKS = frozenset({Role.CLERK})


def register_places() -> None:
    """Called once, from ready(). The trial page exists on trial installations only."""
    register(
        MenuEntry("staff", _("Window"), "hall_devices:counter", icon="clipboard-check", order=10, roles=CLERKS),
        MenuEntry("staff_phone", _("Window"), "hall_devices:counter", icon="clipboard-check", order=10, roles=CLERKS),
        MenuEntry("footer_about", _("Machines of the hall (trial)"), "hall_devices:trial_reader"),
    )
