"""Places of cases in the menus."""

from django.utils.translation import gettext_lazy as _

from cases.queries.proposals import DECIDERS
from cases.queries.retention import KEEPERS as RETENTION_KEEPERS
from core.menu import CITIZEN, MenuEntry, register
from identity.models import Role
from spaces.queries.quality import WATCHERS as DATA_WATCHERS

CITIZENS = frozenset({CITIZEN})
LEGAL = frozenset({Role.LEGAL_REVIEWER})
CLERKS = frozenset({Role.CLERK})
ARCHIVISTS = frozenset({Role.ARCHIVIST})
DATA_KEEPERS = frozenset(RETENTION_KEEPERS)
WINDOW = frozenset({Role.CLERK, Role.CERTIFIER, Role.LEADER})
HANDLERS = WINDOW | {Role.REVIEWER}
WATCHERS = frozenset({Role.LEADER, Role.SUPERVISOR})
QUALITY = frozenset(DATA_WATCHERS)
ANSWERERS = HANDLERS | {Role.SUPERVISOR}
KEEPERS = frozenset({Role.CERTIFIER, Role.LEADER})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry("main", _("My space"), "cases:space", order=80),
        MenuEntry("tabs", _("My space"), "cases:space", icon="user", order=80),
        MenuEntry("account", _("My space"), "cases:space", icon="home", roles=CITIZENS),
        MenuEntry("account", _("My cases"), "cases:space_cases", icon="stack-2", order=110, roles=CITIZENS),
        MenuEntry("account", _("My code"), "cases:own_code", icon="qrcode", order=115, roles=CITIZENS),
        MenuEntry("account", _("To sign with others"), "cases:signings", icon="writing", order=118, roles=CITIZENS),
        MenuEntry("account", _("Wallet"), "cases:wallet", icon="wallet", order=120, roles=CITIZENS),
        MenuEntry("account", _("My projects"), "cases:projects", icon="building-factory-2", order=125, roles=CITIZENS),
        MenuEntry("account", _("My data"), "cases:my_data", icon="shield-lock", order=150, roles=CITIZENS),
        MenuEntry("act_as", _("Switch identity"), "cases:switch"),
        MenuEntry("staff", _("Cases"), "cases:desk", icon="stack-2", order=30, roles=WINDOW),
        MenuEntry("staff", _("Inquiries"), "cases:questions", icon="messages", order=39, roles=ANSWERERS),
        MenuEntry("staff", _("Proposals"), "cases:proposals", icon="gavel", order=31, roles=DECIDERS),
        MenuEntry("staff", _("Quality"), "cases:data_quality", icon="clipboard-data", order=86, roles=QUALITY),
        MenuEntry("staff_phone", _("Proposals"), "cases:proposals", icon="gavel", order=31, roles=DECIDERS),
        MenuEntry("staff", _("Withdrawals"), "cases:withdrawals", icon="arrow-back-up", order=33, roles=HANDLERS),
        MenuEntry("staff", _("Pledge checks"), "cases:pledge_checks", icon="writing-sign", order=34, roles=HANDLERS),
        MenuEntry("staff", _("Credit"), "cases:credit_list", icon="list-details", order=37, roles=WATCHERS),
        MenuEntry("staff", _("Demands"), "cases:demands", icon="file-alert", order=33, roles=WATCHERS),
        MenuEntry("staff", _("Publication"), "cases:publications", icon="world", order=38, roles=WATCHERS),
        MenuEntry("staff", _("Data kept"), "cases:retention", icon="eraser", order=85, roles=DATA_KEEPERS),
        MenuEntry("staff_phone", _("Data kept"), "cases:retention", icon="eraser", order=85, roles=DATA_KEEPERS),
        MenuEntry("staff", _("Time limits"), "cases:limits", icon="clock-cog", order=84, roles=LEGAL),
        MenuEntry("staff", _("Calendar"), "cases:calendar", icon="calendar", order=86, roles=LEGAL),
        MenuEntry("staff_phone", _("Cases"), "cases:desk", icon="stack-2", order=30, roles=WINDOW),
        MenuEntry("staff", _("Hand out"), "cases:handing_out", icon="hand-grab", order=32, roles=CLERKS),
        MenuEntry("staff", _("In bulk"), "cases:batches", icon="table-import", order=33, roles=CLERKS),
        MenuEntry("staff", _("Parcels"), "cases:parcels", icon="package", order=34, roles=CLERKS),
        MenuEntry("staff", _("Papers handed on"), "cases:transfers", icon="transfer", order=36, roles=CLERKS),
        MenuEntry("staff", _("Archive"), "cases:archives", icon="archive", order=37, roles=ARCHIVISTS),
        MenuEntry("staff_phone", _("Archive"), "cases:archives", icon="archive", order=37, roles=ARCHIVISTS),
        MenuEntry("staff", _("Licences"), "cases:kept_licences", icon="certificate", order=35, roles=KEEPERS),
        MenuEntry("staff", _("Blanks"), "cases:stock", icon="packages", order=36, roles=KEEPERS),
        MenuEntry("staff_phone", _("Blanks"), "cases:stock", icon="packages", order=36, roles=KEEPERS),
        MenuEntry("staff_search", _("Find a case: number, applicant, ID"), "cases:desk", roles=WINDOW),
    )
