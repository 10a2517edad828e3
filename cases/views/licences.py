"""Licences at the body that answers for them: found, looked at, changed, ended, transferred and printed (6.4, L-15)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.licenceforms import CorrectionAnswerForm
from cases.pages.licences import DEEDS, TAKE_IN, Deed, correction_line, is_open, licence_line, licence_page
from cases.pages.proceedings import begins_a_case
from cases.queries.paging import page_of
from cases.services.reads import record_read
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from spaces.models import CorrectionState, Licence, LicenceState
from spaces.queries import licences_kept_by
from spaces.queries.licences import KEEPERS, corrections_kept_by, licences_offered_to, search_kept
from spaces.queries.stock import next_blank
from spaces.services import change_licence_state
from spaces.services.changes import NewVersion, replace_licence, take_in_licence, transfer_licence
from spaces.services.corrections import correct_licence, refuse_correction
from spaces.services.printing import print_licence
from spaces.services.uses import Purpose, record_look

SHOWN = 20


@for_staff(*KEEPERS)
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """A licence is found by its number or a code of its holder, not by browsing (L-11); what waits is listed."""
    actor, query = request.actor, request.GET.get("q", "").strip()  # type: ignore[attr-defined]
    found = page_of(search_kept(actor, query), request.GET, size=SHOWN)
    waiting = corrections_kept_by(actor).filter(state=CorrectionState.OPEN)
    context = {
        **{"query": query, "rows": [licence_line(licence) for licence in found.rows], "page": found},
        "offered": [
            {**licence_line(one), "href": reverse("cases:take_in_licence", args=[one.pk])}
            for one in licences_offered_to(actor)[:SHOWN]
        ],
        "corrections": [correction_line(row) | {"name": row.licence.name} for row in waiting[:SHOWN]],
    }
    return render(request, "cases/desk_licences.html", context)


@for_staff(*KEEPERS)
@require_GET
def show(request: HttpRequest, licence_id: int) -> HttpResponse:
    """What the licence says and what became of it; the look is recorded, and the holder can see it."""
    licence, actor = _kept(request, licence_id), request.actor  # type: ignore[attr-defined]
    _record(licence, actor)
    return render(request, "cases/desk_licence.html", licence_page(licence))


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, licence_id: int, deed: str) -> HttpResponse:
    """One deed, with what it needs, asked once more. Somebody who was faster is named by the state."""
    licence, wanted = _kept(request, licence_id), DEEDS.get(deed)
    if wanted is None:
        raise Http404
    if begins_a_case(deed, licence):
        return redirect("cases:begin_proceeding", licence.pk, deed)
    if request.method == "GET" and not is_open(wanted, licence):
        return redirect("cases:issued_licence", licence.pk)
    return _ask(request, licence, wanted, ACTS[deed])


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, licence_id: int) -> HttpResponse:
    """Take in a licence another body transferred to this one."""
    offered = licences_offered_to(request.actor)  # type: ignore[attr-defined]
    licence = get_object_or_404(offered, pk=licence_id)
    return _ask(request, licence, TAKE_IN, lambda one, _typed, by: take_in_licence(one, by=by), "cases:kept_licences")


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def decide_correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Answer a holder who says his licence is wrong (L-17)."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = get_object_or_404(corrections_kept_by(actor), pk=correction_id)
    form = CorrectionAnswerForm(request.POST if request.method == "POST" else None, licence=asked.licence)
    if request.method == "POST" and form.is_valid():
        act = correct_licence if form.cleaned_data["verdict"] == "correct" else refuse_correction
        try:
            act(asked, answer=form.cleaned_data["reason"], by=actor)
            messages.success(request, _("Answered; the holder is told."))
            return redirect("cases:kept_licences")
        except Refusal as refusal:
            _blame(form, refusal)
    elif request.method == "GET" and asked.state != CorrectionState.OPEN:
        return redirect("cases:issued_licence", asked.licence_id)
    now = asked.licence.data.get(asked.field, "")
    lead = _("%(field)s: now “%(now)s”, wanted “%(wanted)s”. The holder says: %(reason)s")
    words = {"field": asked.field, "now": now, "wanted": asked.wanted, "reason": asked.reason}
    deed = Deed((), CorrectionAnswerForm, _("Answer the request"), "edit", "primary", lead % words)
    return _page(request, asked.licence, deed, form, reverse("cases:kept_licences"))


def _ask(
    request: HttpRequest,
    licence: Licence,
    deed: Deed,
    act: Callable[[Licence, dict[str, Any], Actor], object],
    back: str = "",
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    initial = {"blank_no": next_blank(actor, licence.type_code)} if deed is DEEDS["print"] else {}
    form = deed.form(request.POST if request.method == "POST" else None, licence=licence, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = act(licence, _typed(form), actor)
            messages.success(request, _("Done. Whoever verifies the licence sees it from now on."))
            return redirect("cases:issued_licence", made.pk if isinstance(made, Licence) else licence.pk)
        except Refusal as refusal:
            _blame(form, refusal)
    href = reverse(back) if back else reverse("cases:issued_licence", args=[licence.pk])
    return _page(request, licence, deed, form, href)


def _page(request: HttpRequest, licence: Licence, deed: Deed, form: Any, back_href: str) -> HttpResponse:
    context = {
        **{"licence": licence, "form": form, "title": deed.label, "lead": deed.lead, "submit_label": deed.label},
        **{"danger": deed.style == "danger", "back_href": back_href},
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/desk_licence_deed.html", context, status=status)


def _typed(form: Any) -> dict[str, Any]:
    return {**form.cleaned_data, **({"data": form.said()} if hasattr(form, "said") else {})}


def _blame(form: Any, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def _kept(request: HttpRequest, licence_id: int) -> Licence:
    return get_object_or_404(licences_kept_by(request.actor), pk=licence_id)  # type: ignore[attr-defined]


def _record(licence: Licence, actor: Actor) -> None:
    record_look(licence, Purpose(_("Keeping licences")), by=actor)
    if case := licence.cases.order_by("pk").first():
        record_read(case, by=actor, what=licence.name, why=_("Keeping licences"))


def _into(state: LicenceState) -> Callable[[Licence, dict[str, Any], Actor], Licence]:
    def act(licence: Licence, typed: dict[str, Any], by: Actor) -> Licence:
        ground = typed.get("ground", "other")
        return change_licence_state(licence, state, reason=typed["reason"], ground=ground, by=by)

    return act


ACTS: dict[str, Callable[[Licence, dict[str, Any], Actor], object]] = {
    "change": lambda one, typed, by: replace_licence(
        one, NewVersion(typed["data"], typed["valid_until"]), reason=typed["reason"], by=by
    ),
    "print": lambda one, typed, by: print_licence(
        one, blank_no=typed["blank_no"], reason=typed.get("reprint_reason", ""), by=by
    ),
    "withhold": _into(LicenceState.WITHHELD),
    "restore": _into(LicenceState.VALID),
    "transfer": lambda one, typed, by: transfer_licence(one, typed["receiver"], reason=typed["reason"], by=by),
    "rescind": _into(LicenceState.RESCINDED),
    "revoke": _into(LicenceState.REVOKED),
    "cancel": _into(LicenceState.CANCELLED),
}
"""What each deed does with what was typed."""
