"""Who may act for whom, as view models."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words
from core.masking import Audience, Kind, mask
from identity.actors import Actor
from identity.models import Mandate, MandateState
from identity.queries import in_force, mandates_visible_to
from items.queries import applicable_versions, for_audience, search_versions

PAST_SHOWN = 10


def mandates(actor: Actor) -> dict[str, Any]:
    """As legal representative of an enterprise its agents, otherwise those the person may act for himself."""
    represents = actor.acting is not None and actor.acting.legal_representative
    shown = mandates_visible_to(actor)
    if represents and actor.acting is not None:
        shown = shown.filter(principal_id=actor.acting.party_id)
    else:
        shown = shown.filter(agent_id=actor.self_party_id or 0)
    current = list(in_force(shown))
    past = list(shown.exclude(pk__in=[mandate.pk for mandate in current])[:PAST_SHOWN])
    names = item_names(code for mandate in [*current, *past] for code in mandate.item_codes)
    return {
        "represents": represents,
        "enterprise": actor.acting.name if represents and actor.acting is not None else "",
        "current": [row(mandate, names, by_agent=not represents) for mandate in current],
        "past": [row(mandate, names, by_agent=not represents) for mandate in past],
        "grant_href": reverse("portal:mandate_grant") if represents else "",
    }


def row(mandate: Mandate, names: dict[str, str], *, by_agent: bool) -> dict[str, Any]:
    """One mandate: the other party, for what, from when to when, and how to end it."""
    agent, principal = mandate.agent, mandate.principal
    until = _day(mandate.until) if mandate.until else _("until it is ended")
    running = _ends(mandate)
    return {
        "name": principal.name if by_agent else agent.name,
        "note": principal.masked_code if by_agent else mask(Kind.PHONE, agent.phone, Audience.STAFF),
        "items": "、".join(names.get(code, code) for code in mandate.item_codes) or _("all items"),
        "since": _day(mandate.since),
        "until": until,
        "badge": _badge(mandate),
        "end_href": reverse("portal:mandate_end", args=[mandate.pk]) if running else "",
    }


def item_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of items in force by their base codes."""
    wanted = set(codes)
    if not wanted:
        return {}
    found = applicable_versions().filter(item__entry__base_code__in=wanted).order_by("pk")
    return {version.item.entry.base_code: version.name for version in found}


def items_to_choose(words: str, chosen: Iterable[str]) -> dict[str, str]:
    """Items for enterprises that fit `words`, after those already ticked; names by base code."""
    keys = [version.pk for version in search_versions(words)]
    fitting = for_audience(applicable_versions(), "enterprise").filter(pk__in=keys)
    found = {version.item.entry.base_code: version.name for version in fitting}
    return item_names(chosen) | found


def _ends(mandate: Mandate) -> bool:
    over = mandate.until is not None and mandate.until < clock.today()
    return mandate.state == MandateState.ACTIVE and not over and not mandate.legal_representative


def _badge(mandate: Mandate) -> Badge:
    if mandate.state == MandateState.REVOKED:
        return Badge(_("Ended"), Tone.NONE, "ban")
    if mandate.until is not None and mandate.until < clock.today():
        return Badge(_("Expired"), Tone.NONE, "clock-off")
    if mandate.legal_representative:
        return Badge(_("Legal representative"), Tone.RUN, "building-store")
    return Badge(_("In force"), Tone.OK, "circle-check")


def _day(day: Any) -> str:
    return date_words(day, today=clock.today(), weekday=False)
