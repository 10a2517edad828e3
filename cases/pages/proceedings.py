"""What the body begins by itself about a licence, in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import events
from cases.models import Proceeding, ProceedingKind
from cases.pages.story import Chapter, tell
from cases.queries.proceedings import way_of
from core.models import EventRow
from spaces.models import CancelGround, Licence, RescindGround

GROUND_LABELS = {**dict(RescindGround.choices), **dict(CancelGround.choices)}


def begins_a_case(word: str, licence: Licence) -> bool:
    """Whether this deed to the licence is a case of its own: rescinding and cancelling, where an item gives it."""
    return word in ProceedingKind.values and way_of(licence) is not None


def deed_href(word: str, licence: Licence) -> str:
    """Where a deed to a licence is done or begun."""
    if begins_a_case(word, licence):
        return reverse("cases:begin_proceeding", args=[licence.pk, word])
    return reverse("cases:change_licence", args=[licence.pk, word])


def register_proceeding_story() -> None:
    """Called once, from ready()."""
    tell(
        {
            events.ProceedingBegun: Chapter("gavel", gettext_lazy("Begun by the body itself"), _begun_note, "bad"),
            events.ProceedingConcluded: Chapter("gavel", gettext_lazy("Decided about the licence"), _ending_note),
        }
    )


def lines_of(made: Proceeding) -> list[dict[str, Any]]:
    """What is intended, why, and by whom, as components/pairs.html draws it."""
    return [
        {"label": _("What is intended"), "value": made.get_kind_display()},
        {"label": _("Licence"), "value": f"{made.licence.name} {made.licence.number}"},
        {"label": _("Ground of the law"), "value": str(GROUND_LABELS[made.ground])},
        {"label": _("Facts"), "value": made.facts},
        {"label": _("Begun by"), "value": made.begun_by.name},
    ]


def _begun_note(row: EventRow) -> str:
    made = Proceeding.objects.select_related("licence").get(pk=row.data["proceeding_id"])
    return f"{made.get_kind_display()} · {made.licence.number} · {GROUND_LABELS[made.ground]}"


def _ending_note(row: EventRow) -> str:
    return _("The licence has ended") if row.data["upheld"] else _("The licence stays valid")
