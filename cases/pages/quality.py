"""How good the data about enterprises are, as one page (C118)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.pages.mydata import FACTS
from cases.queries.paging import page_of
from core import clock
from core.datewords import date_words
from identity.actors import Actor
from identity.models import Party
from spaces.models import QualityDay
from spaces.qualityrules import Flaws
from spaces.queries.quality import flaws_by_party, quality_days, quality_visible_to

KEYS = FACTS | {"code": gettext_lazy("Credit code"), "phone": gettext_lazy("Phone number")}


def quality_page(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """The figures of the days as a chart with its table, and enterprises with flaws page by key; `all` in the address
    shows the others as well."""
    rows = quality_visible_to(actor)
    page = page_of(rows if asked.get("all") else rows.filter(flawed=True), asked)
    parties = [row.party for row in page.rows]
    flaws = flaws_by_party(parties, today=clock.today()) if parties else {}
    days = quality_days()
    return {
        **{"title": _("Quality of enterprise data"), "page": page, "all": bool(asked.get("all"))},
        "rows": [_row(party, flaws[party.pk]) for party in parties],
        "tiles": _tiles(days[-1]) if days else [],
        "chart": _chart(days),
    }


def _row(party: Party, flaws: Flaws) -> dict[str, Any]:
    return {
        **{"name": party.name, "code": party.masked_code, "completeness": flaws.completeness},
        "missing": "、".join(str(KEYS[key]) for key in flaws.missing),
        "wrong": "、".join(str(KEYS[key]) for key in flaws.wrong),
        "expired": "、".join(flaws.expired),
    }


def _tiles(day: QualityDay) -> list[dict[str, Any]]:
    when = date_words(day.day, today=clock.today(), weekday=False)
    return [
        {"label": _("Enterprises"), "value": day.enterprises, "note": when},
        {"label": _("Data missing"), "value": day.missing},
        {"label": _("Written wrongly"), "value": day.wrong},
        {"label": _("Licences that ran out"), "value": day.expired},
    ]


def _chart(days: list[QualityDay]) -> dict[str, Any]:
    """Flaws of each kind per hundred enterprises, day by day: falling means better, however many enterprises come."""
    names = [f"{day.day:%m-%d}" for day in days]
    kinds = [(_("Data missing"), "blue-600", "missing"), (_("Written wrongly"), "amber-700", "wrong")]
    kinds.append((_("Licences that ran out"), "red-700", "expired"))
    series = [
        {"name": name, "colour": colour, "values": [_per_hundred(day, key) for day in days]}
        for name, colour, key in kinds
    ]
    return {
        **{"id": "quality", "kind": "line", "title": _("Flaws per hundred enterprises"), "words": _("day by day")},
        "data": {"categories": names, "series": series},
        "table": {
            "head": [_("Day"), *(one["name"] for one in series)],
            "rows": [[name, *(one["values"][place] for one in series)] for place, name in enumerate(names)],
        },
    }


def _per_hundred(day: QualityDay, key: str) -> float:
    return round(100 * getattr(day, key) / max(day.enterprises, 1), 1)
