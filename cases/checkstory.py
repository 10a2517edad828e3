"""How pledges, checks, credit records and visits are told in the story of a case."""

from datetime import date, datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases import events
from cases.models import CreditGround, PledgeOutcome
from cases.pages.story import Chapter, tell
from core import clock
from core.datewords import date_words, datetime_words
from core.models import EventRow


def register_check_story() -> None:
    """Called once, from ready()."""
    tell(
        {
            events.PledgeFiled: Chapter("writing-sign", _("Pledged instead of proving"), _materials_note),
            events.PledgeCheckPlanned: Chapter("clipboard-check", _("The pledge will be checked"), _until_note),
            events.PledgeChecked: Chapter("clipboard-check", _("The pledge was checked"), _outcome_note),
            events.CreditRecorded: Chapter("alert-circle", _("Entered in the credit record"), _ground_note, kind="bad"),
            events.CreditRepaired: Chapter("circle-check", _("The credit is repaired")),
            events.VisitOrdered: Chapter("map-pin", _("Staff are sent to look on the spot"), _planned_note),
            events.VisitRecorded: Chapter("file-check", _("Looked at on the spot")),
            events.VisitCalledOff: Chapter("map-pin", _("The on-site check was called off")),
        }
    )


def _materials_note(row: EventRow) -> str:
    count = row.data["materials"]
    words = ngettext("in the place of %(count)s material", "in the place of %(count)s materials", count)
    return words % {"count": count}


def _until_note(row: EventRow) -> str:
    day = date_words(date.fromisoformat(row.data["until"]), today=clock.today(), weekday=False)
    return gettext("to be checked by %(day)s") % {"day": day}


def _outcome_note(row: EventRow) -> str:
    return str(PledgeOutcome(row.data["outcome"]).label)


def _ground_note(row: EventRow) -> str:
    return str(CreditGround(row.data["ground"]).label)


def _planned_note(row: EventRow) -> str:
    return datetime_words(datetime.fromisoformat(row.data["planned_at"]), today=clock.today())
