"""Places of deliveries in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register
from deliveries.queries import OVERSEERS


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry(
            "staff", _("Courier accounts"), "deliveries:accounts", icon="package", order=75, roles=frozenset(OVERSEERS)
        )
    )
