"""Whether ledger and gateways agree, as view models for who watches."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.badges import Badge, Tone, badge_of
from core.datewords import date_words, datetime_words
from core.queries.paging import page_of
from identity.actors import Actor
from payments.models import Difference, LedgerEntry, Reconciliation
from payments.pages.looks import money, way_label
from payments.queries import differences_visible_to, ledger_visible_to, reconciliations_visible_to
from payments.rules.bookkeeping import Account

SHOWN_RUNS = 12
KINDS = {
    "asked": gettext_lazy("Amount asked"),
    "paid": gettext_lazy("Paid"),
    "closed": gettext_lazy("Closed unpaid"),
    "refund": gettext_lazy("Refund approved"),
    "refunded": gettext_lazy("Given back"),
    "stray": gettext_lazy("Paid although nothing was due"),
}
ACCOUNTS = {
    Account.RECEIVABLE: gettext_lazy("Owed by payers"),
    Account.GATEWAY: gettext_lazy("At the gateway"),
    Account.COUNTER: gettext_lazy("At the counter"),
    Account.TREASURY: gettext_lazy("Owed to the treasury"),
    Account.REFUNDS: gettext_lazy("To be given back"),
    Account.SUSPENSE: gettext_lazy("Not yet explained"),
}


def reconciliation(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """Differences nobody explained and none that ended, then the latest comparisons."""
    every = asked.get("ended") == "1"
    found = differences_visible_to(actor)
    page = page_of(found if every else found.filter(ended_at=None), asked)
    return {
        **{"differences": [_difference(row) for row in page.rows], "page": page, "every": every},
        "runs": [_run(row) for row in reconciliations_visible_to(actor)[:SHOWN_RUNS]],
        "is_broken": found.filter(ended_at=None).exists(),
    }


def ledger(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """Entries of the ledger, each with its accounts."""
    page = page_of(ledger_visible_to(actor), asked)
    return {"title": _("Ledger"), "rows": [_entry(row) for row in page.rows], "page": page}


def _entry(row: LedgerEntry) -> dict[str, Any]:
    lines = sorted(row.lines.all(), key=lambda line: -line.amount_fen)
    return {
        **{"when": datetime_words(row.at, today=clock.today()), "kind": KINDS.get(row.kind, row.kind)},
        **{"number": row.number or row.order.number, "order": row.order.number},
        **{"way": way_label(row.way) if row.way else "", "department": row.order.charge.department.short},
        "lines": [{"account": ACCOUNTS[Account(line.account)], "amount": money(line.amount_fen)} for line in lines],
    }


def difference(row: Difference) -> dict[str, Any]:
    """One difference, to be explained."""
    return {"difference": row, "title": row.get_kind_display(), **_difference(row), "pairs": _pairs(row)}


def _difference(row: Difference) -> dict[str, Any]:
    return {
        **{"href": reverse("payments:difference", args=[row.pk]), "number": row.number},
        **{"badge": badge_of("difference", row.kind) if row.ended_at is None else _ended(row)},
        **{"gateway": way_label(row.gateway), "day": date_words(row.day, today=clock.today(), weekday=False)},
        **{"ours": money(row.ours_fen), "theirs": money(row.theirs_fen), "kind": row.get_kind_display()},
        "department": row.order.charge.department.short if row.order else "",
        "note": row.note,
    }


def _ended(row: Difference) -> Badge:
    return Badge(_("Explained") if row.ended_by_id else _("Agreed again"), Tone.OK, "circle-check")


def _pairs(row: Difference) -> list[dict[str, Any]]:
    today = clock.today()
    pairs: list[dict[str, Any]] = [
        {"label": _("Gateway"), "value": way_label(row.gateway)},
        {"label": _("Day"), "value": date_words(row.day, today=today)},
        {"label": _("Number"), "value": row.number, "number": True},
        {"label": _("The ledger says"), "value": money(row.ours_fen), "number": True},
        {"label": _("The gateway says"), "value": money(row.theirs_fen), "number": True},
        {"label": _("Found"), "value": datetime_words(row.found_at, today=today)},
    ]
    if row.order is not None:
        pairs.append({"label": _("Department"), "value": row.order.charge.department.name})
    if row.ended_at is not None:
        pairs.append({"label": _("Ended"), "value": datetime_words(row.ended_at, today=today)})
    if row.ended_by is not None:
        pairs.append({"label": _("What it was"), "value": f"{row.note}\n{row.ended_by.name}"})
    return pairs


def _run(row: Reconciliation) -> dict[str, Any]:
    agreed = Badge(_("Equal"), Tone.OK, "circle-check") if not row.differences else None
    differing = Badge(_("%(count)d differences") % {"count": row.differences}, Tone.BAD, "alert-octagon")
    return {
        **{"when": datetime_words(row.ran_at, today=clock.today()), "gateway": way_label(row.gateway)},
        "day": date_words(row.day, today=clock.today(), weekday=False),
        "kind": _("After the day") if row.final else _("During the day"),
        **{"ours": money(row.ours_fen), "theirs": money(row.theirs_fen), "movements": row.movements},
        "badge": agreed or differing,
    }
