"""Mandates: who may act for an enterprise (A-04)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core.refusal import Refusal
from identity.access import address_of, for_citizens
from identity.queries import in_force, mandates_visible_to
from identity.services.mandates import MandateOrder, end_mandate, grant_mandate
from portal.forms_account import MandateForm, as_typed
from portal.pages import mandates as pages
from portal.views.codes import send_own_code


@for_citizens
@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The agents of the enterprise one represents, or whom one may act for."""
    return render(request, "portal/mandates.html", pages.mandates(request.actor))  # type: ignore[attr-defined]


@for_citizens
@never_cache
@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest) -> HttpResponse:
    """Let somebody act for the enterprise. Looking for items and asking for a code keep what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.acting is None or not actor.acting.legal_representative:
        raise Http404
    words, ticked = request.POST.get("words", "").strip(), request.POST.getlist("items")
    found = pages.items_to_choose(words, ticked)
    deed = request.POST.get("deed", "")
    if deed in {"find", "code"}:
        if deed == "code":
            send_own_code(request)
        return _grant_page(request, as_typed(request.POST, MandateForm, found=found), nothing=bool(words and not found))
    form = MandateForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            grant_mandate(
                _order(form.cleaned_data), code=form.cleaned_data["code"], by=actor, address=address_of(request)
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("%(name)s may act for you now.") % {"name": form.cleaned_data["name"]})
            return redirect("portal:mandates")
    return _grant_page(request, form)


@for_citizens
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """End a mandate, asked once more; a mandate that is over is only shown on the list."""
    actor = request.actor  # type: ignore[attr-defined]
    mandate = get_object_or_404(mandates_visible_to(actor).filter(legal_representative=False), pk=mandate_id)
    if request.method == "POST":
        end_mandate(mandate, by=actor)
        messages.success(request, _("The mandate has ended."))
        return redirect("portal:mandates")
    if not in_force(mandates_visible_to(actor)).filter(pk=mandate.pk).exists():
        return redirect("portal:mandates")
    by_agent = mandate.agent_id == actor.self_party_id
    row = pages.row(mandate, pages.item_names(mandate.item_codes), by_agent=by_agent)
    return render(request, "portal/mandate_end.html", {"mandate": row, "by_agent": by_agent})


def _order(typed: dict[str, Any]) -> MandateOrder:
    return MandateOrder(typed["name"], typed["number"], typed["until"], tuple(typed.get("items", ())))


def _grant_page(request: HttpRequest, form: Any, *, nothing: bool = False) -> HttpResponse:
    context = {"form": form, "enterprise": request.actor.acting.name, "nothing": nothing}  # type: ignore[attr-defined]
    return render(request, "portal/mandate_grant.html", context, status=422 if form.errors else 200)
