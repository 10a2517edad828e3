"""Places of linkage in the menus, and how its events are told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.pages.story import Chapter, tell
from core.menu import MenuEntry, register
from core.models import EventRow
from identity.models import Role
from linkage.events import PartnerAnswered, StageOpened, VerdictGiven
from linkage.models import PartnerResult, Verdict

REVIEWERS = frozenset({Role.REVIEWER, Role.LEADER})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry("staff", gettext_lazy("Reviews"), "linkage:reviews", icon="file-search", order=20, roles=REVIEWERS),
        MenuEntry(
            "staff_phone", gettext_lazy("Reviews"), "linkage:reviews", icon="file-search", order=20, roles=REVIEWERS
        ),
    )


def register_chapters() -> None:
    """Called once, from ready()."""
    tell(
        {
            StageOpened: Chapter("file-search", gettext_lazy("%(title)s begins"), _seats_note, opens=True),
            VerdictGiven: Chapter("message", gettext_lazy("%(title)s: verdict given"), _verdict_note, staff_only=True),
            PartnerAnswered: Chapter("building-bank", gettext_lazy("%(title)s"), _answer_note),
        }
    )


def _seats_note(row: EventRow) -> str:
    if row.data["seats"] == 1:
        return ""
    return _("%(count)d departments review side by side") % {"count": row.data["seats"]}


def _verdict_note(row: EventRow) -> str:
    return str(Verdict(row.data["verdict"]).label)


def _answer_note(row: EventRow) -> str:
    return PartnerResult.objects.values_list("text", flat=True).get(pk=row.data["result_id"])
