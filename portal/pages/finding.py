"""Lists and results narrowed by what is asked in the address; everything combines and stays in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.keys import key_in
from identity.models import Department, Hall, Region, RegionLevel
from items.filtering import ENTRANCES, TICKS, Wanted, departments_with_items, towns_with_items
from items.models import Theme
from items.rules import facets

TICK_WORDS = {
    facets.INSTANT: (gettext_lazy("Decided on the spot"), "bolt"),
    facets.NO_VISIT: (gettext_lazy("No visit needed"), "walk"),
    facets.ONLINE: (gettext_lazy("Can be filed online"), "device-laptop"),
}
YES, TOWN_LEVEL = "1", 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address narrows a list to, with the rows behind its keys."""

    wanted: Wanted
    theme: Theme | None = None
    department: Department | None = None
    town: Region | None = None

    @property
    def title(self) -> str:
        """The name of the list, from the narrowest of theme, department and town, else from the audience."""
        for row in (self.theme, self.department, self.town):
            if row is not None:
                return row.name
        titles = {"person": _("For individuals"), "enterprise": _("For enterprises")}
        return titles.get(self.wanted.audience, _("All items"))


def asked_of(query: Mapping[str, str]) -> Asked:
    """What the address asks; odd words ask nothing. Raises Http404 for a theme, department or town nobody has."""
    theme, department = _row(Theme, query.get("theme", "")), _row(Department, query.get("department", ""))
    code = query.get("town", "")
    town = Region.objects.filter(code=code, level=RegionLevel.TOWN).first() if key_in(code) else None
    if key_in(code) and town is None:
        raise Http404
    audience = query.get("audience", "")
    return Asked(
        Wanted(
            audience=audience if audience in ENTRANCES else (theme.audience if theme else ""),
            theme_id=theme.pk if theme else None,
            department_id=department.pk if department else None,
            region_code=town.code if town else "",
            ticks=frozenset(tick for tick in TICKS if query.get(tick) == YES),
        ),
        **{"theme": theme, "department": department, "town": town},
    )


def narrowing(asked: Asked, query: QueryDict, counts: Mapping[str, int], *, path: str) -> dict[str, Any]:
    """The ways to narrow the list further: entrances, chips to tick, choices; each keeps the rest of the address."""
    wanted = asked.wanted
    return {
        "tabs": [
            {"label": label, "href": _href(path, query, audience=key, theme=""), "current": wanted.audience == key}
            for key, label in (("", _("Everybody")), ("person", _("Individuals")), ("enterprise", _("Enterprises")))
        ],
        "filters": [
            {
                **{"label": label, "icon": icon, "count": _count(counts[tick]), "current": tick in wanted.ticks},
                "href": _href(path, query, **{tick: "" if tick in wanted.ticks else YES}),
            }
            for tick, (label, icon) in TICK_WORDS.items()
        ],
        "choices": [
            _choice("theme", _("Theme"), _themes(wanted.audience), wanted.theme_id),
            _choice("department", _("Department"), _departments(), wanted.department_id),
            _choice("town", _("Taken in by the town"), _towns(), wanted.region_code),
        ],
        "kept": [(name, query[name]) for name in ("q", "audience", *TICKS) if query.get(name)],
        "clear_href": "" if wanted.asks_nothing() else _href(path, QueryDict(), q=query.get("q", "")),
    }


def counted(versions: Iterable[Any]) -> dict[str, int]:
    """How many of these results would be left with each tick; each says its `marks`."""
    marks = [set(version.marks) for version in versions]
    return {tick: sum(tick in one for one in marks) for tick in TICKS}


def by_department() -> dict[str, Any]:
    """Every body one can ask for something, in groups: departments of the place, then those of its towns."""
    shown: dict[bool, list[dict[str, Any]]] = {}
    for body in departments_with_items():
        row = {"name": body.name, "href": f"{reverse('portal:items')}?department={body.pk}"}
        note = _items(body.open_items)  # type: ignore[attr-defined]
        shown.setdefault(body.level >= TOWN_LEVEL, []).append({**row, "note": note})
    titles = {False: _("Departments and units"), True: _("Towns and streets")}
    groups = [{"title": titles[key], "icon": "building-bank", "rows": rows} for key, rows in sorted(shown.items())]
    return {"title": _("By department"), "groups": groups, "why": _("No item is published yet.")}


def by_town() -> dict[str, Any]:
    """Every town with what it takes in itself, and where."""
    halls: dict[int, Hall] = {}
    for hall in Hall.objects.filter(region__level=RegionLevel.TOWN).order_by("pk"):
        halls.setdefault(hall.region_id, hall)
    rows = [
        {
            **{"name": town.name, "href": f"{reverse('portal:items')}?town={town.code}"},
            **{"note": _items(count), "place": _place(halls.get(town.pk))},
        }
        for town, count in towns_with_items()
    ]
    groups = [{"title": _("What you can do in your town"), "icon": "home-2", "rows": rows}] if rows else []
    return {"title": _("By town"), "groups": groups, "why": _("No town takes in anything yet.")}


def _place(hall: Hall | None) -> str:
    return f"{hall.name} {hall.phone}" if hall else ""


def _items(count: int) -> str:
    return ngettext("%(count)d item", "%(count)d items", count) % {"count": count}


def _row(model: type[Any], key: str) -> Any:
    number = key_in(key)
    if number is None:
        return None
    found = model.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _href(path: str, query: QueryDict, **changes: str) -> str:
    """The same address with these answers instead, from the first page on."""
    fresh = query.copy()
    fresh.pop("after", None)
    for name, value in changes.items():
        fresh.pop(name, None)
        if value:
            fresh[name] = value
    return f"{path}?{fresh.urlencode()}" if fresh else path


def _choice(name: str, label: str, options: Iterable[tuple[Any, str]], current: Any) -> dict[str, Any]:
    listed = [{"value": value, "label": words, "selected": value == current} for value, words in options]
    return {"name": name, "label": label, "options": listed}


def _themes(audience: str) -> list[tuple[int, str]]:
    """The themes of the chosen entrance, or of individuals before those only enterprises have."""
    themes = Theme.objects.order_by("audience", "order")
    if audience:
        return [(theme.pk, theme.name) for theme in themes if theme.audience == audience]
    words = {"person": _("Individuals"), "enterprise": _("Enterprises")}
    return [(theme.pk, f"{theme.name} ({words[theme.audience]})") for theme in themes]


def _departments() -> list[tuple[int, str]]:
    return [(body.pk, body.short) for body in departments_with_items()]


def _towns() -> list[tuple[str, str]]:
    return list(Region.objects.filter(level=RegionLevel.TOWN).order_by("code").values_list("code", "name"))


def _count(number: int) -> str:
    return f"{number}+" if number >= 1000 else str(number)
