"""My data and who looked at them, as view models (PIPL 44 to 50)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CaseRead
from cases.queries.paging import Page
from cases.queries.reads import reads_this_month
from core import clock
from core.datewords import datetime_words
from core.masking import Audience, Kind, mask
from identity.actors import Actor
from identity.models import Party, PartyKind
from spaces.models import LibraryRead
from spaces.queries import facts_visible_to, library_reads_visible_to

FACTS = {
    "address": gettext_lazy("Address"),
    "residence_address": gettext_lazy("Place of residence"),
    "household_address": gettext_lazy("Address of the household register"),
    "birth_date": gettext_lazy("Date of birth"),
    "ethnic": gettext_lazy("Ethnic group"),
    "legal_person": gettext_lazy("Legal representative"),
    "registered_capital": gettext_lazy("Registered capital"),
    "industry": gettext_lazy("Trade"),
    "business_scope": gettext_lazy("Scope of business"),
}
"""Facts by the keys forms prefill from. Name, numbers and phone stand above them."""
SHOWN_LIBRARY_LOOKS = 20


def my_data(actor: Actor, party: Party, page: Page[CaseRead]) -> dict[str, Any]:
    """Who the hall takes the party for, what the libraries hold, and every look at its cases."""
    return {
        "pairs": _identity(actor, party),
        "facts": [
            {"label": FACTS[fact.key], "value": fact.value, "source": fact.source, "verified": fact.verified}
            for fact in facts_visible_to(actor).filter(key__in=FACTS)
        ],
        "library_looks": [_library_look(read) for read in library_reads_visible_to(actor)[:SHOWN_LIBRARY_LOOKS]],
        "looks": [_look(read) for read in page.rows],
        "page": page,
    }


def access(actor: Actor) -> dict[str, str]:
    """The way to the page, with the number of looks this month."""
    words = _("looked at %(count)d times this month") % {"count": reads_this_month(actor)}
    return {"href": reverse("cases:my_data"), "words": words}


def _identity(actor: Actor, party: Party) -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = [
        {"label": _("Enterprise") if party.kind == PartyKind.ENTERPRISE else _("Name"), "value": party.name},
        {"label": party.get_code_type_display(), "value": party.masked_code, "number": True},
    ]
    if party.pk != actor.self_party_id:
        return pairs
    return [
        *pairs,
        {"label": _("Mobile phone"), "value": mask(Kind.PHONE, party.phone, Audience.STAFF), "number": True},
        {"label": _("Level of assurance"), "value": _level(actor.assurance_level)},
    ]


def _level(level: int) -> str:
    words = {
        **{1: _("phone proven"), 2: _("number checked for typing errors"), 3: _("name and number match the register")},
        **{4: _("proven as a living person"), 5: _("proven face to face or by certificate")},
    }
    return _("level %(level)d: %(words)s") % {"level": level, "words": words[level]}


def _library_look(read: LibraryRead) -> dict[str, str]:
    when = datetime_words(read.at, today=clock.today())
    return {"when": when, "who": read.who, "what": read.what, "why": read.why}


def _look(read: CaseRead) -> dict[str, str]:
    return {
        "when": datetime_words(read.at, today=clock.today()),
        **{"who": read.who, "what": read.what, "why": read.why},
        "case": read.case.version.name,
        "href": reverse("cases:space_case", args=[read.case_id]),
    }
