"""An official list as a page: its rows, its differences from the catalogue, what an import does (H95–H98)."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.datewords import date_words
from identity.models import Department
from items.elements import element
from items.listgaps import fault_words, gap_words, gaps_of
from items.models import Item, ListKind, ListRow
from items.rules.listrows import HEADINGS
from items.services.lists import Import

GAPS = 100
FAULTS = 50
"""How many are shown; the count tells all."""
TALLY = {
    "not_in_force": _("Listed, not in force"),
    "not_in_list": _("In force, not listed"),
    "other_name": _("Other name"),
    "other_type": _("Other type"),
    "other_body": _("Other body"),
    "no_duties": _("Without responsibilities"),
    "no_accountable": _("Without accountable unit"),
    "service_not_listed": _("Service not listed"),
    "service_not_asked": _("Service asked by nobody"),
}


def tabs(current: ListKind) -> list[dict[str, Any]]:
    """The four lists as tabs."""
    return [
        {"href": reverse("catalogue:official_list", args=[kind.value]), "label": kind.label, "current": kind == current}
        for kind in ListKind
    ]


def rows_of(found: list[ListRow]) -> list[dict[str, Any]]:
    """Rows with the item each stands for, where the catalogue has it."""
    codes = [row.base_code for row in found]
    items = Item.objects.filter(entry__base_code__in=codes)
    codes_of = {(code, body): full for code, body, full in items.values_list(*ITEM)}
    return [_row(row, codes_of.get((row.base_code, row.department_id))) for row in found]


ITEM = ("entry__base_code", "department_id", "implementing_code")


def _row(row: ListRow, code: str | None) -> dict[str, Any]:
    confirmed = [row.confirmed_by]
    if row.confirmed_on is not None:
        day = date_words(row.confirmed_on, today=clock.today(), weekday=False)
        confirmed.append(gettext("confirmed on %(day)s") % {"day": day})
    return {
        "href": reverse("catalogue:item", args=[code]) if code else "",
        **{"name": row.name, "code": row.base_code, "department": row.department.short},
        "type": element("type").term_of(row.type) if row.type else "",
        **{"basis": row.basis, "accountable": row.accountable, "details": row.details},
        "confirmed": " ".join(part for part in confirmed if part),
    }


def differences(kind: ListKind) -> dict[str, Any]:
    """All differences of a list: how many, of which sort, and the first `GAPS` of them."""
    found = gaps_of(kind)
    shorts = dict(Department.objects.values_list("key", "short"))
    tally = Counter(gap.code for gap in found)
    rows = [
        {"name": gap.name, "code": gap.base_code, "department": shorts[gap.body], "words": gap_words(gap)}
        for gap in found[:GAPS]
    ]
    sorts = [(label, tally[code]) for code, label in TALLY.items() if tally[code]]
    return {"count": len(found), "sorts": sorts, "rows": rows, "more": len(found) - len(rows)}


def outcome(done: Import, *, dry_run: bool) -> dict[str, Any]:
    """What an import did, or would do."""
    return {
        **{"dry_run": dry_run, "added": done.added, "changed": done.changed},
        **{"removed": done.removed, "same": done.same, "fault_count": len(done.faults)},
        "faults": [fault_words(fault) for fault in done.faults[:FAULTS]],
        "more": max(0, len(done.faults) - FAULTS),
    }


def headings(kind: ListKind) -> str:
    """The columns its files need, in words."""
    return "、".join(HEADINGS[kind])
