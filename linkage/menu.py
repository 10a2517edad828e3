"""Places of linkage in the menus, and how its events are told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.pages.story import Chapter, tell
from core.menu import MenuEntry, register
from core.models import EventRow
from identity.models import Role
from linkage.events import (
    PartnerAnswered,
    ReviewClaimed,
    ReviewReassigned,
    ReviewReleased,
    StageOpened,
    VerdictGiven,
)
from linkage.models import PartnerResult, Reassignment, Verdict

WHO = gettext_lazy("Allotment")
LEADERS = frozenset({Role.LEADER})
REVIEWERS = frozenset({Role.REVIEWER, Role.LEADER})


def register_places() -> None:
    """Called once, from ready()."""
    register(
        MenuEntry("staff", gettext_lazy("Reviews"), "linkage:reviews", icon="file-search", order=20, roles=REVIEWERS),
        MenuEntry("staff", WHO, "linkage:held", icon="users", order=22, roles=LEADERS),
        MenuEntry("staff_phone", WHO, "linkage:held", icon="users", order=22, roles=LEADERS),
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
            ReviewClaimed: Chapter("hand-grab", gettext_lazy("%(title)s: claimed"), staff_only=True),
            ReviewReleased: Chapter(
                "arrow-back-up", gettext_lazy("%(title)s: left to the post again"), staff_only=True
            ),
            ReviewReassigned: Chapter(
                "transfer", gettext_lazy("%(title)s: given to a colleague"), _reassigned_note, staff_only=True
            ),
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


def _reassigned_note(row: EventRow) -> str:
    made = Reassignment.objects.select_related("giver", "receiver").get(pk=row.data["reassignment_id"])
    words = {"giver": made.giver or _("the post"), "receiver": made.receiver, "reason": made.reason}
    return _("%(giver)s → %(receiver)s: %(reason)s") % words
