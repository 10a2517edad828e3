"""What the body begins by itself about a licence, in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import events
from cases.models import Case, CreditGround, Proceeding, ProceedingKind
from cases.pages.story import Chapter, tell
from cases.queries.proceedings import proceeding_of, way_of
from cases.rules.proceedings import ARTICLES
from cases.services.proceedings import GROUNDS
from core.models import EventRow
from spaces.models import Licence


def begins_a_case(word: str, licence: Licence) -> bool:
    """Whether this deed is a case of its own: rescinding, cancelling and revoking what a published item gives."""
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


def begun_sections(case: Case, *, staff: bool = True) -> list[dict[str, Any]]:
    """What the body wants to do by itself, in the place of an application: one section with title and pairs as
    components/pairs.html draws them; none where somebody applied. Its holder is told of the evidence; staff open it.
    """
    made = proceeding_of(case)
    if made is None:
        return []
    pairs: list[dict[str, Any]] = [
        {"label": _("What is intended"), "value": made.get_kind_display()},
        {"label": _("Licence"), "value": f"{made.licence.name} {made.licence.number}"},
        {"label": _("Ground of the law"), "value": ground_words(made)},
        {"label": _("Facts"), "value": made.facts},
        _evidence_pair(made, staff=staff),
        {"label": _("Legal basis"), "value": ARTICLES[made.kind]},
    ]
    if staff:
        pairs.append({"label": _("Begun by"), "value": made.begun_by.name})
    if made.upheld is not None:
        pairs.append({"label": _("Outcome"), "value": _outcome(upheld=made.upheld)})
    return [{"title": _("Begun by the body itself"), "pairs": pairs}]


def ground_words(made: Proceeding) -> str:
    """The ground of the law; a pledge that turned out false is named beside it."""
    ground = str(GROUNDS[ProceedingKind(made.kind)](made.ground).label)
    pledge = made.credit == CreditGround.FALSE_PLEDGE
    return f"{ground} · {CreditGround.FALSE_PLEDGE.label}" if pledge else ground


def _evidence_pair(made: Proceeding, *, staff: bool) -> dict[str, Any]:
    rows = list(made.evidence.order_by("pk"))
    pair: dict[str, Any] = {"label": _("Evidence"), "value": "、".join(row.name for row in rows), "missing": _("none")}
    if staff and rows:
        pair["files"] = [
            {"name": row.name, "href": reverse("cases:proceeding_evidence", args=[made.case_id, row.pk])}
            for row in rows
        ]
    return pair


def _outcome(*, upheld: bool) -> str:
    return _("The licence has ended") if upheld else _("The licence stays valid")


def _begun_note(row: EventRow) -> str:
    made = Proceeding.objects.select_related("licence").get(pk=row.data["proceeding_id"])
    return f"{made.get_kind_display()} · {made.licence.number} · {ground_words(made)}"


def _ending_note(row: EventRow) -> str:
    return _outcome(upheld=row.data["upheld"])
