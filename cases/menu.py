"""Places of cases in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import CITIZEN, MenuEntry, register
from identity.models import Role

CITIZENS = frozenset({CITIZEN})
WINDOW = frozenset({Role.CLERK, Role.CERTIFIER, Role.LEADER})
KEEPERS = frozenset({Role.CERTIFIER, Role.LEADER})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry("main", _("My space"), "cases:space", order=80),
        MenuEntry("tabs", _("My space"), "cases:space", icon="user", order=80),
        MenuEntry("account", _("My space"), "cases:space", icon="home", roles=CITIZENS),
        MenuEntry("account", _("My cases"), "cases:space_cases", icon="stack-2", order=110, roles=CITIZENS),
        MenuEntry("account", _("Wallet"), "cases:wallet", icon="wallet", order=120, roles=CITIZENS),
        MenuEntry("account", _("My data"), "cases:my_data", icon="shield-lock", order=150, roles=CITIZENS),
        MenuEntry("act_as", _("Switch identity"), "cases:switch"),
        MenuEntry("staff", _("Cases"), "cases:desk", icon="stack-2", order=30, roles=WINDOW),
        MenuEntry("staff_phone", _("Cases"), "cases:desk", icon="stack-2", order=30, roles=WINDOW),
        MenuEntry("staff", _("Licences"), "cases:kept_licences", icon="certificate", order=35, roles=KEEPERS),
        MenuEntry("staff_search", _("Find a case: number, applicant, ID"), "cases:desk", roles=WINDOW),
    )
