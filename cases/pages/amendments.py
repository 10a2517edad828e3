"""Errors of ended cases in words: where one may stand, and how a correction is told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import events
from cases.models import AmendedPlace, Amendment, Case, LicenceFact
from cases.pages.story import Chapter, tell
from cases.queries.amendments import facts_of, licence_to_amend, papers_to_amend
from cases.queries.papers import paper_title
from cases.services.amendments import FACT, FIELD, PAPER
from core.models import EventRow


def places_of(case: Case) -> list[tuple[str, str]]:
    """Every paper of the applicant's and every field of his licence in which an error may stand."""
    papers = [
        (f"{PAPER}:{paper.pk}", f"{paper_title(paper.kind, case)} {paper.number}") for paper in papers_to_amend(case)
    ]
    licence = licence_to_amend(case)
    fields = licence.data.items() if licence else ()
    facts = facts_of(licence).items() if licence else ()
    named = _("%(licence)s: %(field)s (now “%(value)s”)")
    said = [(f"{FIELD}:{label}", label, value) for label, value in fields]
    said += [(f"{FACT}:{fact}", str(fact.label), value) for fact, value in facts]
    name = licence.name if licence else ""
    return papers + [(place, named % {"licence": name, "field": label, "value": value}) for place, label, value in said]


def amendment_words(made: Amendment) -> str:
    """Where the errors stood, what stood there, and what stands there now."""
    return "；".join(map(place_words, made.places.all()))


def place_words(place: AmendedPlace) -> str:
    """The same of one error."""
    label = str(LicenceFact(place.fact).label) if place.fact else place.field
    where = label or (place.document.number if place.document else "") or ""
    return _("%(place)s: “%(was)s” → “%(now)s”") % {"place": where, "was": place.was, "now": place.now}


def register_amendment_story() -> None:
    """Called once, from ready()."""
    tell({events.CaseAmended: Chapter("file-pencil", gettext_lazy("An error was corrected"), _note)})


def _note(row: EventRow) -> str:
    return amendment_words(Amendment.objects.prefetch_related("places__document").get(pk=row.data["amendment_id"]))
