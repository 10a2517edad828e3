"""Places in the menus where administrators keep how items are found."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register
from identity.models import Role

KEEPERS = frozenset({Role.CATALOGUE_ADMIN})


def register_places() -> None:
    """Called once, from ready()."""
    for surface in ("staff", "staff_phone"):
        register(
            MenuEntry(surface, _("Words"), "catalogue:words", icon="language", order=60, roles=KEEPERS),
            MenuEntry(surface, _("Occasions"), "catalogue:life_events", icon="map-2", order=61, roles=KEEPERS),
        )
