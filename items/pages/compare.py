"""Differences between two versions, or between two bodies, in words (I-14, H35)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from items.elements import Element, Kind
from items.rules.compare import Difference, row_name

MARKS = {
    "add": ("plus", gettext_lazy("Newly there")),
    "del": ("minus", gettext_lazy("Gone")),
    "change": ("pencil", gettext_lazy("Different now")),
    "order": ("arrows-sort", gettext_lazy("New order")),
}
SHORT = 60


def change_rows(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Each difference as one line: its mark, where it is, what was and what is."""
    return [_row(difference) for difference in found]


def value_words(each: Element, value: Any) -> str:
    """A value of an element as people read it; empty for a blank one."""
    if value in (None, "", [], {}):
        return ""
    if each.kind is Kind.YES_NO:
        return _("Yes") if value else _("No")
    if each.kind is Kind.CODE:
        return each.term_of(value)
    if each.kind is Kind.CODES:
        return "、".join(each.term_of(one) for one in value)
    if each.kind is Kind.LINES:
        return "；".join(str(one) for one in value)
    if each.kind is Kind.ROWS:
        return "；".join(row_name(each, row) if isinstance(row, dict) else str(row) for row in value)
    return str(value)


def _row(difference: Difference) -> dict[str, Any]:
    icon, word = MARKS[difference.kind]
    last = difference.elements[-1]
    whole = last.kind is Kind.ROWS and difference.kind in ("add", "del", "change")
    names = [str(element.label) for element in difference.elements]
    return {
        **{"kind": difference.kind, "icon": icon, "word": word, "key": difference.key},
        "element": " · ".join(
            [names[0], *difference.place, *names[1:]] if not whole else [names[0], *difference.place[:-1]]
        ),
        "section": difference.elements[0].section.label,
        "before": _whole(last, difference.before) if whole else value_words(last, difference.before),
        "after": _whole(last, difference.after) if whole else value_words(last, difference.after),
    }


def _whole(table: Element, row: Any) -> str:
    """A whole row: its name, and what else it says."""
    return row_name(table, row) if isinstance(row, dict) else ""
