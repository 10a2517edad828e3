"""Places of the catalogue in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register
from items.queries import WORKS_ON


def register_places() -> None:
    """Called once, from ready()."""
    roles = frozenset(WORKS_ON) - {"leader", "supervisor"}
    for surface in ("staff", "staff_phone"):
        register(MenuEntry(surface, _("Items"), "catalogue:overview", icon="list-details", order=80, roles=roles))
