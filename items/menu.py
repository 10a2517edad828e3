"""Places of the catalogue in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register
from identity.models import Role
from items.queries import WORKS_ON

KEEPERS = frozenset({Role.CATALOGUE_ADMIN, Role.PUBLISHER})
"""Who brings spreadsheets in and takes them out."""


def register_places() -> None:
    """Called once, from ready()."""
    roles = frozenset(WORKS_ON) - {"leader", "supervisor"}
    for surface in ("staff", "staff_phone"):
        register(MenuEntry(surface, _("Items"), "catalogue:overview", icon="list-details", order=80, roles=roles))
        register(
            MenuEntry(surface, _("Statistics"), "catalogue:statistics", icon="chart-bar", order=81, roles=roles),
            MenuEntry(surface, _("Import"), "catalogue:import_list", icon="table-import", order=87, roles=KEEPERS),
            MenuEntry(surface, _("Export"), "catalogue:export_list", icon="table-export", order=88, roles=KEEPERS),
        )
