"""How parcels and mailed originals are told in the story of a case."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import events
from cases.models import MailedPapers, Settlement
from cases.pages.story import Chapter, tell
from core.models import EventRow
from deliveries.models.parcels import STATE_WORDS

STATES = dict(STATE_WORDS)


def register_parcel_story() -> None:
    """Called once, from ready()."""
    tell(
        {
            events.PickupReady: Chapter("building", _("Ready to be collected at the window")),
            events.ResultSent: Chapter("truck-delivery", _("Result sent by courier"), _waybill_note),
            events.ResultCameBack: Chapter("package-off", _("The result could not be brought"), _state_note, "bad"),
            events.PapersMailed: Chapter("package-export", _("Originals sent by courier")),
            events.ScansHandedIn: Chapter("scan", _("Scans of the mailed originals handed in")),
            events.ScansReturned: Chapter("file-alert", _("Scans returned"), _remark_note, "bad"),
            events.PapersCounted: Chapter("file-check", _("Mailed originals count as handed in")),
            events.PapersArrived: Chapter("package-import", _("Mailed originals arrived")),
            events.PapersLost: Chapter("package-off", _("The originals did not arrive"), _state_note, "bad"),
            events.PapersAgree: Chapter("file-check", _("Originals compared: they agree with the files")),
            events.PapersDiffer: Chapter(
                "alert-circle", _("Originals compared: they differ from the files"), _mismatch_note, "bad"
            ),
            events.PapersHandedOn: Chapter("transfer", _("Papers handed on to %(receiver)s"), staff_only=True),
            events.PapersTakenOver: Chapter("inbox", _("Papers signed for"), staff_only=True),
            events.DifferenceSettled: Chapter("gavel", _("Decided about the difference"), _settlement_note),
        }
    )


def _waybill_note(row: EventRow) -> str:
    return gettext("%(carrier)s, waybill %(waybill)s") % row.data


def _state_note(row: EventRow) -> str:
    return str(STATES.get(row.data["state"], ""))


def _remark_note(row: EventRow) -> str:
    return _of_papers(row, "remark")


def _mismatch_note(row: EventRow) -> str:
    return _of_papers(row, "mismatch")


def _settlement_note(row: EventRow) -> str:
    return str(Settlement(row.data["settlement"]).label)


def _of_papers(row: EventRow, column: str) -> str:
    return str(MailedPapers.objects.values_list(column, flat=True).get(pk=row.data["papers_id"]))
