"""Places of the public face in the menus."""

from django.utils.translation import gettext_lazy as _

from core.menu import ANONYMOUS, CITIZEN, STAFF, MenuEntry, register

CITIZENS, STAFF_ONLY = frozenset({CITIZEN}), frozenset({STAFF})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry("elder", _("Elder mode"), "portal:elder", icon="text-size"),
        MenuEntry("main", _("Home"), "portal:home", order=10),
        MenuEntry("main", _("All items"), "portal:items", order=20),
        MenuEntry("main", _("Life events"), "portal:life_events", order=25),
        MenuEntry("main", _("Where is my case?"), "portal:progress", order=30),
        MenuEntry("main", _("Verify a licence"), "portal:verify_ask", order=40),
        MenuEntry("tabs", _("Home"), "portal:home", icon="home", order=10),
        MenuEntry("tabs", _("All items"), "portal:items", icon="list", order=20),
        MenuEntry("tabs", _("Progress"), "portal:progress", icon="list-check", order=30),
        MenuEntry("search", _("Search"), "portal:search"),
        MenuEntry("sign_in", _("Sign in"), "portal:sign_in", roles=frozenset({ANONYMOUS})),
        MenuEntry("sign_out", _("Sign out"), "portal:sign_out"),
        MenuEntry("account", _("Mandates"), "portal:mandates", icon="users", order=140, roles=CITIZENS),
        MenuEntry(
            "account", _("Where I am signed in"), "portal:space_sessions", icon="devices", order=160, roles=CITIZENS
        ),
        MenuEntry("account", _("Password"), "portal:password", icon="lock", order=170, roles=CITIZENS),
        MenuEntry(
            "account", _("Where I am signed in"), "portal:desk_sessions", icon="devices", order=160, roles=STAFF_ONLY
        ),
        MenuEntry("account", _("Password"), "portal:desk_password", icon="lock", order=170, roles=STAFF_ONLY),
        MenuEntry("footer_services", _("All items"), "portal:items"),
        MenuEntry("footer_services", _("Life events"), "portal:life_events"),
        MenuEntry("footer_services", _("By department"), "portal:departments"),
        MenuEntry("footer_services", _("By town"), "portal:towns"),
        MenuEntry("footer_oversight", _("Where is my case?"), "portal:progress"),
        MenuEntry("footer_oversight", _("Verify a licence"), "portal:verify_ask"),
        MenuEntry("footer_oversight", _("Published decisions"), "portal:publications"),
        MenuEntry("footer_about", _("Staff sign-in"), "portal:staff_sign_in"),
    )
