"""The stock of blanks as view models (Z20)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms_stock import HandOutForm, MoveForm, ReceiveForm, RemoveForm, SpoilForm
from core import clock
from core.datewords import datetime_words
from core.queries.paging import Page
from identity.actors import Actor
from spaces.models import BlankState, StockAct
from spaces.queries.stock import Account, accounts_of, next_blank, removals_waiting


@dataclass(frozen=True, slots=True)
class StockPage:
    """One deed with blanks: its form, how it is called, and what it means."""

    form: Callable[..., forms.Form]
    label: str | Promise
    icon: str
    lead: str | Promise


STOCK_PAGES = {
    "receive": StockPage(
        *(ReceiveForm, gettext_lazy("Receive a delivery"), "package-import"),
        gettext_lazy("Every number from the first to the last is accounted for from now on."),
    ),
    "hand-out": StockPage(
        *(HandOutForm, gettext_lazy("Hand out"), "hand-grab"),
        gettext_lazy("Only whoever has a blank prints a licence on it."),
    ),
    "give-back": StockPage(
        *(MoveForm, gettext_lazy("Give back"), "arrow-back-up"),
        gettext_lazy("Blanks nobody needs at the window go back into the stock."),
    ),
    "spoil": StockPage(
        *(SpoilForm, gettext_lazy("Report a spoiled one"), "file-x"),
        gettext_lazy("It is kept until two persons have it destroyed."),
    ),
    "remove": StockPage(
        *(RemoveForm, gettext_lazy("Return or destroy"), "eraser"),
        gettext_lazy("Nothing happens until a second person has confirmed it."),
    ),
}
"""By the word in the address."""


def stock_page(actor: Actor, page: Page[StockAct]) -> dict[str, Any]:
    """The count of every kind, what waits for a second person, what was done, and what may be done."""
    return {
        "title": _("Blanks for licences"),
        "accounts": [_account(one, actor) for one in accounts_of(actor)],
        "waiting": [act_line(act) for act in removals_waiting(actor)[:20]],
        "acts": [act_line(act) for act in page.rows],
        "deeds": [
            {"label": one.label, "icon": one.icon, "href": reverse("cases:stock_deed", args=[word])}
            for word, one in STOCK_PAGES.items()
        ],
        **{"page": page, "why": _("No blanks were received yet."), "then": _("Kinds printed on blanks say so.")},
    }


def act_line(act: StockAct) -> dict[str, Any]:
    """One deed in a list."""
    people = [act.made_by.name, act.confirmed_by.name if act.confirmed_by else ""]
    state = "" if act.confirmed_at else _("Dropped") if act.dropped_at else _("Waits for a second person")
    return {
        **{"deed": act.get_deed_display(), "kind": act.kind.name, "first": act.first, "count": act.count},
        **{"to": act.receiver.name if act.receiver else "", "reason": act.reason, "state": state},
        "who": "、".join(dict.fromkeys(name for name in people if name)),
        "when": datetime_words(act.confirmed_at or act.made_at, today=clock.today()),
        "href": reverse("cases:stock_act", args=[act.pk]),
    }


def _account(one: Account, actor: Actor) -> dict[str, Any]:
    return {
        **{"kind": one.kind.name, "body": one.department.short, "received": one.received, "low": one.low},
        "counts": [{"label": state.label, "count": one.counts[state]} for state in BlankState],
        "next": next_blank(actor, one.kind.code),
    }
