"""Places of money in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import CITIZEN, MenuEntry, register
from identity.models import Role

DESK = frozenset({Role.CLERK, Role.LEADER, Role.FINANCE})
WATCH = frozenset({Role.SUPERVISOR, Role.LEADER, Role.FINANCE})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry(
            "account", _("My payments"), "payments:space", icon="receipt", order=115, roles=frozenset({CITIZEN})
        ),
    )  # fmt: skip
    for surface in ("staff", "staff_phone"):
        register(
            MenuEntry(surface, _("Fees"), "payments:desk", icon="receipt", order=45, roles=DESK),
            MenuEntry(surface, _("Ledger"), "payments:ledger", icon="book", order=77, roles=WATCH),
            MenuEntry(
                surface, _("Reconciliation"), "payments:reconciliation", icon="scale", order=78, roles=WATCH
            ),
        )  # fmt: skip
