"""Errors of ended cases in words: where one may stand, and how a correction is told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import events
from cases.models import Amendment, Case
from cases.pages.story import Chapter, tell
from cases.queries.amendments import licence_to_amend, papers_to_amend
from cases.queries.papers import paper_title
from cases.services.amendments import FIELD, PAPER
from core.models import EventRow


def places_of(case: Case) -> list[tuple[str, str]]:
    """Every paper of the applicant's and every field of his licence in which an error may stand."""
    papers = [
        (f"{PAPER}:{paper.pk}", f"{paper_title(paper.kind, case)} {paper.number}") for paper in papers_to_amend(case)
    ]
    licence = licence_to_amend(case)
    fields = licence.data.items() if licence else ()
    named = _("%(licence)s: %(field)s (now “%(value)s”)")
    return papers + [
        (f"{FIELD}:{label}", named % {"licence": licence.name if licence else "", "field": label, "value": value})
        for label, value in fields
    ]


def amendment_words(made: Amendment) -> str:
    """Where the error stood, what stood there, and what stands there now."""
    place = made.field or (made.document.number if made.document else "") or ""
    return _("%(place)s: “%(was)s” → “%(now)s”") % {"place": place, "was": made.was, "now": made.now}


def register_amendment_story() -> None:
    """Called once, from ready()."""
    tell({events.CaseAmended: Chapter("file-pencil", gettext_lazy("An error was corrected"), _note)})


def _note(row: EventRow) -> str:
    return amendment_words(Amendment.objects.select_related("document").get(pk=row.data["amendment_id"]))
