"""The numbers of the catalogue in words: counts, compression of limits, before and after (H28, H34, H105)."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.datewords import full_date
from identity.actors import Actor
from identity.models import Department, RegionLevel
from items.elements import element
from items.elements.codelists import AUDIENCES, ONLINE_DEPTHS
from items.forms_directory import LEVEL_NAMES
from items.models import Item, ItemKind, ItemType, ItemVersion, VersionState
from items.notes import unit_words
from items.rules.crosstables import CrossTable, cross_table
from items.rules.savings import Saving, total
from items.statistics.asked import FILTERS, MANY_VISITS, NO_DEPTH, Asked, sees_all
from items.statistics.changes import MEASURES, NO_CHANGES, Changes, ItemChange, Span
from items.statistics.counts import Counts
from items.statistics.limits import saving_of

Words = str | Promise
LABELS: Mapping[str, tuple[Words, Mapping[str, Words]]] = {
    "type": (element("type").label, dict(ItemType.choices)),
    "level": (gettext_lazy("Level of exercise"), {str(level): name for level, name in LEVEL_NAMES.items()}),
    "place": (gettext_lazy("Region of the body"), dict(RegionLevel.choices)),
    "kind": (element("kind").label, dict(ItemKind.choices)),
    "visits": (
        element("visits").label,
        {
            **{"0": gettext_lazy("No visit"), "1": gettext_lazy("One visit")},
            MANY_VISITS: gettext_lazy("Two visits and more"),
        },
    ),
    "state": (gettext_lazy("State"), {state: VersionState(state).label for state in FILTERS["state"]}),
    "audience": (element("audience").label, {code.value: code.term for code in AUDIENCES}),
    "depth": (
        element("online_depth").label,
        {**{code.value: code.term for code in ONLINE_DEPTHS}, NO_DEPTH: gettext_lazy("Nothing online")},
    ),
}
"""What each property is called, and each of its values."""
SEVERAL = ("audience", "depth")
"""Properties of which one item may have several values."""
CHOICES = ("type", "level", "state")
OWN = "own"
IN_FORCE = "in_force"
TABS = (
    ("catalogue:statistics", gettext_lazy("Counts")),
    ("catalogue:statistics_limits", gettext_lazy("Limits compressed")),
    ("catalogue:statistics_changes", gettext_lazy("Before and after")),
    ("catalogue:quality", gettext_lazy("Quality of the catalogue")),
    ("catalogue:spot_checks", gettext_lazy("Spot checks")),
)
MEASURE_NAMES: Mapping[str, Words] = {
    "stages": gettext_lazy("Stages"),
    "days": gettext_lazy("Working days promised"),
    "materials": gettext_lazy("Materials"),
    "visits": gettext_lazy("Visits"),
    "fee": gettext_lazy("Fees in yuan"),
}


def number(value: Fraction | int | None, decimals: int = 1) -> str:
    """A figure as it is read: at most so many decimals, none where it is whole; a dash for none."""
    if value is None:
        return "–"
    words = f"{float(value):,.{decimals}f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def tabs(current: str, asked: Asked) -> list[dict[str, Any]]:
    """The pages of numbers; what was asked for is kept on the way."""
    query = asked.query()
    return [
        {"href": f"{reverse(name)}{f'?{query}' if query else ''}", "label": label, "current": name == current}
        for name, label in TABS
    ]


def choices(asked: Asked, bodies: Iterable[Department]) -> list[dict[str, Any]]:
    """The boxes that narrow the numbers."""
    departments = [(str(body.pk), body.short, str(body.pk) == asked.department) for body in bodies]
    boxes: list[dict[str, Any]] = [
        {"name": "department", "label": _("Department"), "every": _("Every department"), "options": departments}
    ]
    for name in CHOICES:
        label, words = LABELS[name]
        options = [(value, words[value], value == asked.get(name)) for value in FILTERS[name]]
        boxes.append({"name": name, "label": label, "every": EVERY[name], "options": options})
    return boxes


EVERY = {
    **{"type": gettext_lazy("Every type"), "level": gettext_lazy("Every level")},
    "state": gettext_lazy("In force or suspended"),
}


def narrowed_words(asked: Asked) -> list[str]:
    """What a list is narrowed to beside department and state, in words."""
    named = [(LABELS[name], asked.get(name)) for name in LABELS if name != "state"]
    return [f"{label}：{words[value]}" for (label, words), value in named if value]


def items_href(asked: Asked, actor: Actor, **changes: str) -> str:
    """The list of exactly the items a number counts."""
    state = changes.get("state") or asked.get("state") or IN_FORCE
    query = asked.query(**{**changes, "state": state, "sight": "" if sees_all(actor) else OWN})
    return f"{reverse('catalogue:items')}?{query}"


def counts_page(counts: Counts, asked: Asked, actor: Actor, bodies: Mapping[int, str]) -> dict[str, Any]:
    """The figures on top, the cross table, and one small table for each property."""
    table = cross_table(counts.cells, bodies, FILTERS["type"])
    return {
        "tiles": _tiles(counts, asked, actor),
        "table": _cross(table, asked, actor, bodies),
        "parts": [_part(name, counts, asked, actor) for name in LABELS if name != "type"],
    }


def _tiles(counts: Counts, asked: Asked, actor: Actor) -> list[dict[str, Any]]:
    by, whole = counts.by, counts.total
    shown = [
        (_("Items in force"), whole, {}),
        (_("Suspended"), by["state"].get("suspended", 0), {"state": "suspended"}),
        (_("Decided on the spot"), by["kind"].get("instant", 0), {"kind": "instant"}),
        (_("Handled without a visit"), by["visits"].get("0", 0), {"visits": "0"}),
        (_("Accepted online"), by["depth"].get("accept", 0), {"depth": "accept"}),
    ]
    return [
        {
            **{"label": label, "value": number(value), "href": items_href(asked, actor, **words), "tone": ""},
            **{"unit": "", "note": _share(value, whole) if words else ""},
        }
        for label, value, words in shown
    ]


def _share(part: int, whole: int) -> str:
    return _("%(percent)s%% of all") % {"percent": number(Fraction(100 * part, whole))} if whole else ""


def _cross(table: CrossTable[int, str], asked: Asked, actor: Actor, bodies: Mapping[int, str]) -> dict[str, Any]:
    names = LABELS["type"][1]

    def cell(count: int, **words: str) -> dict[str, Any]:
        return {"value": count, "href": items_href(asked, actor, **words) if count else ""}

    return {
        "head": [names[column] for column in table.columns],
        "rows": [
            {
                "name": bodies[row],
                "cells": [
                    cell(table.cells.get((row, column), 0), department=str(row), type=column)
                    for column in table.columns
                ],
                "total": cell(table.of_row[row], department=str(row)),
            }
            for row in table.rows
        ],
        "totals": [cell(table.of_column[column], type=column) for column in table.columns],
        "total": cell(table.total),
    }


def _part(name: str, counts: Counts, asked: Asked, actor: Actor) -> dict[str, Any]:
    label, words = LABELS[name]
    counted = counts.by[name]
    return {
        "label": label,
        "several": name in SEVERAL,
        "rows": [
            {
                **{"name": words[value], "count": counted[value]},
                **{"href": items_href(asked, actor, **{name: value}), "share": _percent(counted[value], counts.total)},
            }
            for value in words
            if counted.get(value)
        ],
        "most": counts.total,
    }


def _percent(part: int, whole: int) -> str:
    return number(Fraction(100 * part, whole)) if whole else "–"


def saving_row(saving: Saving, **more: Any) -> dict[str, Any]:
    """A figure before and after with what was saved; `bar` is what is left of it in percent, between 0 and 100."""
    percent = saving.percent
    return {
        **{"items": saving.items, "before": number(saving.before), "after": number(saving.after)},
        **{"saved": number(saving.saved), "percent": f"{number(percent)}%" if percent is not None else "–"},
        **{"average_before": number(saving.average_before), "average_after": number(saving.average_after)},
        "bar": max(0, min(100, round(100 - percent))) if percent is not None else None,
        "grew": saving.saved < 0,
        **more,
    }


def limits_page(savings: Mapping[int, Saving], bodies: Mapping[int, str]) -> dict[str, Any]:
    """The compression of limits by department, and of the whole hall."""
    rows = [saving_row(savings[key], name=name) for key, name in bodies.items() if key in savings]
    return {"rows": rows, "total": saving_row(total(savings.values()), name=_("Together"))}


def limit_row(version: ItemVersion) -> dict[str, Any]:
    """The limits of one item of `items.statistics.limits.with_limits`."""
    return saving_row(
        saving_of(version),
        name=version.name,
        href=reverse("catalogue:item", args=[version.item.implementing_code]),
        department=version.item.department.short,
        by_law=_limit(version.statutory_days, version.statutory_unit),
        promised=_("on the spot")
        if version.kind == ItemKind.INSTANT
        else _limit(version.promised_days, version.promised_unit),
    )


def _limit(amount: int | None, unit: str) -> str:
    return f"{amount or 0} {unit_words(amount or 0, unit)}"


def span_words(span: Span) -> tuple[str, str]:
    """What the two sides of a comparison are."""
    first = _("in force on %(day)s") % {"day": full_date(span.since)} if span.since else _("first published")
    last = _("in force on %(day)s") % {"day": full_date(span.until)} if span.until else _("in force now")
    return first, last


def changes_page(found: Mapping[int, Changes], bodies: Mapping[int, str]) -> dict[str, Any]:
    """What became simpler by department, and in the whole hall."""
    together = sum(found.values(), NO_CHANGES)
    return {
        "heads": [MEASURE_NAMES[name] for name in MEASURES],
        "rows": [changes_row(found[key], name) for key, name in bodies.items() if key in found],
        "total": changes_row(together, _("Together")),
        "figures": [saving_row(_shown(name, together.of[name]), name=MEASURE_NAMES[name]) for name in MEASURES],
    }


def changes_row(changes: Changes, name: str) -> dict[str, Any]:
    """The measures of one department."""
    measures = [saving_row(_shown(key, changes.of[key])) for key in MEASURES]
    return {"name": name, "items": changes.items, "compared": changes.compared, "measures": measures}


def item_change_row(found: ItemChange, item: Item) -> dict[str, Any]:
    """The measures of one item; without an earlier version those of the present one alone."""
    query = f"?a={found.before_id}&b={found.after_id}"
    measures = [
        saving_row(_shown(key, Saving(1, before, after)))
        if (before := found.before[key]) is not None and (after := found.after[key]) is not None
        else {"before": number(found.before[key]), "after": _alone(key, found.after[key]), "bar": None}
        for key in MEASURES
    ]
    return {
        **{"name": item.entry.name, "department": item.department.short, "measures": measures},
        "href": reverse("catalogue:item", args=[item.implementing_code]),
        "compare_href": f"{reverse('catalogue:compare')}{query}" if found.before_id else "",
    }


def _alone(name: str, value: Fraction | None) -> str:
    return number(_yuan(name, value)) if value is not None else "–"


def _yuan(name: str, value: Fraction) -> Fraction:
    return value / 100 if name == "fee" else value


def _shown(name: str, saving: Saving) -> Saving:
    """Fees are read in yuan."""
    return Saving(saving.items, _yuan(name, saving.before), _yuan(name, saving.after))
