"""Deeds on many items or drafts: choose, look at what would happen, do it, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.datewords import datetime_words
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.elements import element
from items.models import BulkAct, BulkKind, BulkResult
from items.pages.drafts import DEEDS
from items.services.bulk import bulk_elements, do_bulk, try_bulk, undo_bulk

ACTS = (Role.CATALOGUE_ADMIN, Role.LEADER, Role.LEGAL_REVIEWER, Role.LIST_KEEPER, Role.PUBLISHER)


@for_staff(*ACTS)
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """What would happen; the same form with `sure` does it."""
    try:
        kind = BulkKind(request.POST.get("kind", ""))
        keys = [int(key) for key in request.POST.getlist("key")]
    except ValueError as error:
        raise BadRequest("unreadable form") from error
    values = _values(request, kind)
    try:
        if request.POST.get("sure") == "yes":
            act = do_bulk(kind, keys, values, by=request.actor)  # type: ignore[attr-defined]
            return redirect("catalogue:bulk_act", act.pk)
        results = try_bulk(kind, keys, values, by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("catalogue:items" if kind is not BulkKind.MOVE else "catalogue:overview")
    context = {
        "title": _act_words(kind, values),
        "rows": [_row(result) for result in results],
        "possible": sum(result.done for result in results),
        "fields": [("kind", kind.value), *((name, value) for name, value in values.items() if value)],
        "keys": keys,
    }
    return render(request, "items/bulk.html", context)


def _values(request: HttpRequest, kind: BulkKind) -> dict[str, Any]:
    typed = {name: request.POST.get(name, "").strip() for name in ("element", "value", "deed", "reason")}
    wanted = {"change": ("element", "value", "reason"), "move": ("deed", "reason")}.get(kind.value, ("reason",))
    values: dict[str, Any] = {name: typed[name][:300] for name in wanted}
    if kind is BulkKind.CHANGE and request.POST.get("hand_over"):
        values["hand_over"] = "yes"
    return values


def _act_words(kind: BulkKind, values: dict[str, Any]) -> str:
    if kind is BulkKind.CHANGE and values["element"] in {each.key for each in bulk_elements()}:
        return _("%(element)s becomes “%(value)s”") % {
            "element": element(values["element"]).label,
            "value": values["value"],
        }
    if kind is BulkKind.MOVE and values["deed"] in DEEDS:
        return str(DEEDS[values["deed"]][0])
    return str(kind.label)


def _row(result: BulkResult) -> dict[str, Any]:
    return {
        **{"name": result.item.entry.name, "department": result.item.department.short},
        **{"done": result.done, "words": result.words},
    }


@for_staff(*ACTS)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, act_id: int) -> HttpResponse:
    """What was done, item by item; posting takes it back."""
    found = get_object_or_404(_own(request), pk=act_id)
    if request.method == "POST":
        try:
            count = undo_bulk(found, by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            words = ngettext("%(count)d was taken back.", "%(count)d were taken back.", count) % {"count": count}
            messages.success(request, words)
        return redirect("catalogue:bulk_act", found.pk)
    results = found.results.select_related("item__entry", "item__department")
    context = {
        "title": _act_words(BulkKind(found.kind), found.values),
        "when": datetime_words(found.at, today=clock.today()),
        "undone": datetime_words(found.undone_at, today=clock.today()) if found.undone_at else "",
        "rows": [_row(result) for result in results],
        "count": sum(result.done for result in results),
    }
    return render(request, "items/bulk_act.html", context)


def _own(request: HttpRequest) -> QuerySet[BulkAct]:
    """Deeds of this person."""
    return BulkAct.objects.filter(by_id=request.actor.account_id)  # type: ignore[attr-defined]
