"""Spot checks as pages (I-16): what was drawn, what was found, and what the catalogue says group by group."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.badges import Badge, Tone
from identity.actors import Actor
from items.elements import ELEMENTS, Element, Kind, Section
from items.exporting import shape_of
from items.models import ItemVersion, SpotCheck, SpotCheckItem, SpotVerdict
from items.pages.compare import value_words
from items.pages.statistics import number
from items.queries import SEES_ALL, check_rows_in_sight
from items.rules.quality import sections_asked, share

SHOWN = 3000
"""Signs of a value that are shown; the guide shows all."""
RIGHT, WRONG = SpotVerdict.RIGHT, SpotVerdict.WRONG


def check_rows(found: Iterable[SpotCheck], actor: Actor) -> list[dict[str, Any]]:
    """Checks in a list with what was found; bodies read the result of their own items."""
    checks = list(found)
    rows = SpotCheckItem.objects.filter(spot_check__in=checks)
    if not actor.has_role(*SEES_ALL):
        rows = rows.filter(version__item__department_id__in=actor.department_ids)
    counted = rows.values("spot_check").annotate(
        items=Count("pk", distinct=True),
        judged=Count("findings"),
        right=Count("findings", filter=Q(findings__verdict=RIGHT)),
    )
    of = {row["spot_check"]: row for row in counted}
    return [_check_row(check, of[check.pk]) for check in checks if check.pk in of]


def _check_row(check: SpotCheck, counted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_about(check),
        "href": reverse("catalogue:spot_check", args=[check.pk]),
        **{"items": counted["items"], "accuracy": accuracy_words(counted["right"], counted["judged"])},
    }


def _about(check: SpotCheck) -> dict[str, Any]:
    return {
        "pk": check.pk,
        "scope": check.department.name if check.department else _("Every department"),
        **{"drawn_at": check.drawn_at, "drawn_by": check.drawn_by_label, "finished_at": check.finished_at},
        **{"finished_by": check.finished_by_label, "population": check.population, "seed": check.seed},
        "badge": Badge(_("Finished"), Tone.OK, "circle-check")
        if check.finished_at
        else Badge(_("Being checked"), Tone.RUN, "eye"),
    }


def accuracy_words(right: int, judged: int) -> str:
    """The share that is right; a dash while nothing was judged."""
    percent: Fraction | None = share(right, judged)
    return f"{number(percent)}%" if percent is not None else "–"


def check_page(check: SpotCheck, actor: Actor) -> dict[str, Any]:
    """One check: its items with what was found of each, and the result by department."""
    rows = [_item_row(row) for row in check_rows_in_sight(check, actor)]
    bodies: dict[str, list[int]] = {}
    for row in rows:
        summed = bodies.setdefault(row["department"], [0, 0, 0])
        bodies[row["department"]] = [summed[0] + 1, summed[1] + row["right"], summed[2] + row["judged"]]
    right, judged = sum(row["right"] for row in rows), sum(row["judged"] for row in rows)
    return {
        **_about(check),
        **{"rows": rows, "items": len(rows), "accuracy": accuracy_words(right, judged)},
        "bodies": [
            {"name": name, "items": items, "right": right, "judged": judged, "accuracy": accuracy_words(right, judged)}
            for name, (items, right, judged) in bodies.items()
        ],
    }


def _item_row(row: SpotCheckItem) -> dict[str, Any]:
    findings = list(row.findings.all())
    wrong = [finding for finding in findings if finding.verdict == WRONG]
    asked = len(sections_asked(row.version.item.entry.type))
    badge = Badge(_("Not judged"), Tone.NONE, "hourglass")
    if findings:
        words = _("%(done)d of %(asked)d judged") % {"done": len(findings), "asked": asked}
        badge = Badge(words, Tone.RUN, "eye")
    if len(findings) == asked:
        badge = Badge(_("All right"), Tone.OK, "circle-check")
    if wrong:
        badge = Badge(_("%(count)d wrong") % {"count": len(wrong)}, Tone.BAD, "alert-circle")
    return {
        "href": reverse("catalogue:spot_check_item", args=[row.spot_check_id, row.order]),
        **{"order": row.order, "name": row.version.name, "department": row.version.item.department.short},
        **{"badge": badge, "right": len(findings) - len(wrong), "judged": len(findings)},
        "notes": [f"{Section(finding.section).label}：{finding.note}" for finding in wrong],
    }


def row_page(row: SpotCheckItem, *, given: Mapping[str, tuple[str, str]] | None = None) -> dict[str, Any]:
    """One item of a check with what the catalogue says in each group, what was found, or what was just typed."""
    version = row.version
    shape = shape_of(version)
    said = {finding.section: (finding.verdict, finding.note) for finding in row.findings.all()} | dict(given or {})
    return {
        **{"name": version.name, "department": version.item.department.name, "number": version.number},
        "check_href": reverse("catalogue:spot_check", args=[row.spot_check_id]),
        "item_href": reverse("catalogue:item", args=[version.item.implementing_code]),
        "groups": [
            _group(Section(name), shape, version, said.get(name, ("", "")))
            for name in sections_asked(version.item.entry.type)
        ],
    }


def _group(section: Section, shape: Mapping[str, Any], version: ItemVersion, said: tuple[str, str]) -> dict[str, Any]:
    shown = [
        {"label": each.label, "value": _value(each, shape[each.key])}
        for each in ELEMENTS
        if each.section is section and (not each.types or version.item.entry.type in each.types)
    ]
    return {
        **{"key": section.value, "label": section.label, "verdict": said[0], "note": said[1]},
        "pairs": [pair for pair in shown if pair["value"]],
        "choices": [(value, label, value == said[0]) for value, label in SpotVerdict.choices],
    }


def _value(each: Element, value: Any) -> str:
    if each.kind is Kind.YES_NO and not value:
        return ""
    rows = each.kind is Kind.ROWS
    words = "\n".join(_row_words(each, row) for row in value) if rows else value_words(each, value)
    return f"{words[:SHOWN]}…" if len(words) > SHOWN else words


def _row_words(table: Element, row: Mapping[str, Any]) -> str:
    """A row of a table with everything it says; rows inside of it in brackets. The form's rows have columns by type."""
    if table.key == "form":
        return str(row.get("label", ""))
    said = [_part_words(part, row.get(part.key)) for part in table.parts if part.kind not in (Kind.JSON, Kind.DATA)]
    return " · ".join(words for words in said if words)


def _part_words(part: Element, value: Any) -> str:
    if part.kind is Kind.ROWS:
        return " → ".join(f"（{_row_words(part, row)}）" for row in value or ())
    if part.kind is Kind.YES_NO:
        return f"{part.label}：{value_words(part, value)}" if value else ""
    if part.kind is Kind.INTEGER:
        return f"{part.label} {value}" if value else ""
    return value_words(part, value)


def findings_posted(row: SpotCheckItem, posted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What the form says of each group that was judged, verdict and note; also of the rest, if that is called right."""
    names = sections_asked(row.version.item.entry.type)
    usual = RIGHT if posted.get("rest") == RIGHT else ""
    said = {name: (posted.get(f"verdict-{name}", usual), posted.get(f"note-{name}", "")) for name in names}
    return {name: one for name, one in said.items() if one[0]}
