"""The stock of blanks of a body: its count, every deed with it, and the second person's word (Z20)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.pages.stock import STOCK_PAGES, act_line, stock_page
from cases.queries.paging import page_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Department
from spaces.models import StockDeed
from spaces.queries.licences import KEEPERS
from spaces.queries.stock import acts_kept_by, kinds_with_stock, removals_waiting, stock_staff
from spaces.services.stock import (
    confirm_removal,
    drop_removal,
    give_back_blanks,
    hand_out_blanks,
    propose_removal,
    receive_blanks,
    spoil_blank,
)

Act = Callable[[dict[str, Any], Department, Actor], object]


@for_staff(*KEEPERS)
@require_GET
def stock(request: HttpRequest) -> HttpResponse:
    """What there is, what waits, and what was done, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    page = page_of(acts_kept_by(actor), request.GET)
    return render(request, "cases/stock.html", stock_page(actor, page))


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, word: str) -> HttpResponse:
    """One deed with blanks of my own body."""
    asked = STOCK_PAGES.get(word)
    if asked is None:
        raise Http404
    actor, sent = request.actor, request.method == "POST"  # type: ignore[attr-defined]
    body = get_object_or_404(Department, pk=actor.department_id)
    choices = {"kinds": kinds_with_stock(actor), "staff": stock_staff(body.pk)}
    form = asked.form(request.POST if sent else None, request.FILES if sent else None, **choices)
    if sent and form.is_valid():
        try:
            ACTS[word](dict(form.cleaned_data), body, actor)
            messages.success(request, _("Written down."))
            return redirect("cases:stock")
        except Refusal as refusal:
            field = "photo" if refusal.field == "file" else refusal.field
            field = "number" if field == "first" and "number" in form.fields else field
            form.add_error(field if field in form.fields else None, refusal.sentence)
    return _page(request, form, str(asked.label), str(asked.lead), str(asked.label))


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, act_id: int) -> HttpResponse:
    """What was done with blanks; the second person confirms that they are gone, or leaves them where they are."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(acts_kept_by(actor), pk=act_id)
    waits = removals_waiting(actor).filter(pk=found.pk).exists()
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("deed") == "drop":
                drop_removal(found, by=actor)
                messages.success(request, _("The blanks stay where they are."))
            else:
                confirm_removal(found, by=actor)
                messages.success(request, _("Confirmed by two persons."))
            return redirect("cases:stock")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {
        **{"act": act_line(found), "form": form, "waits": waits, "mine": found.made_by_id == actor.staff_id},
        "title": _("Return or destroy") if waits else found.get_deed_display(),
        **{"back_href": reverse("cases:stock")},
    }
    return render(request, "cases/stock_act.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: forms.Form, title: str, lead: str, submit: str) -> HttpResponse:
    context = {"form": form, "case": None, "title": title, "lead": lead, "submit_label": submit, "danger": False}
    context["back_href"] = reverse("cases:stock")
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)


ACTS: dict[str, Act] = {
    "receive": lambda typed, body, by: receive_blanks(typed.pop("kind"), body, **typed, by=by),
    "hand-out": lambda typed, body, by: hand_out_blanks(typed.pop("kind"), body, **typed, by=by),
    "give-back": lambda typed, body, by: give_back_blanks(typed.pop("kind"), body, **typed, by=by),
    "spoil": lambda typed, body, by: spoil_blank(typed.pop("kind"), body, **typed, by=by),
    "remove": lambda typed, body, by: propose_removal(
        typed.pop("kind"), body, deed=StockDeed(typed.pop("deed")), **typed, by=by
    ),
}
"""What each deed does with what was typed."""
