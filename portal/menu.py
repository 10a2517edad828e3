"""Places of the public face that stand in everybody's menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import MenuEntry, register


def register_places() -> None:
    """Called once, from ready()."""
    register(MenuEntry("elder", _("Elder mode"), "portal:elder", icon="text-size"))
