"""Places of notices in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import CITIZEN, STAFF, MenuEntry, register
from notices.queries import unread_count

SIGNED_IN = frozenset({CITIZEN, STAFF})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry("messages", _("Messages"), "notices:inbox", icon="bell", roles=SIGNED_IN, count=unread_count),  # type: ignore[arg-type]
        MenuEntry("account", _("Messages"), "notices:inbox", icon="bell", order=130, roles=SIGNED_IN),
    )
