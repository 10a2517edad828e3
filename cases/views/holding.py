"""A holder's own licences: looked at, shown, copied, lent, found wrong (6.7, L-17); and those others lent him."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.licenceforms import AskCorrectionForm, CopyForm, LendForm
from cases.pages import holding as pages
from cases.queries.paging import page_of
from cases.queries.visibility import licences_open_to
from cases.views.space import attachment
from core import clock
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from identity.access import for_citizens
from identity.actors import Actor
from identity.models import Party
from spaces.models import Licence
from spaces.queries.uses import copies_visible_to, grants_given_by, grants_held_by, uses_visible_to
from spaces.services.copies import order_copy
from spaces.services.corrections import ask_correction
from spaces.services.showing import make_show_code
from spaces.services.uses import Lending, grant_licence, revoke_grant, use_grant

SHOWN_PER_LICENCE = (Rate(30, 600),)


@for_citizens
@never_cache
@require_GET
def my_licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """One licence with everything that happened to it."""
    licence, actor = _mine(request, licence_id), request.actor  # type: ignore[attr-defined]
    return render(request, "cases/my_licence.html", {"licence": licence, **pages.my_licence(licence, actor)})


@for_citizens
@never_cache
@require_GET
def my_uses(request: HttpRequest) -> HttpResponse:
    """Every use of my licences by others, the latest first (L-10)."""
    actor = request.actor  # type: ignore[attr-defined]
    page = page_of(uses_visible_to(actor), request.GET)
    context = {"uses": [pages.use_line(row) for row in page.rows], "page": page}
    context["lent"] = pages.lent(list(grants_held_by(actor)[: pages.SHOWN]))
    return render(request, "cases/my_uses.html", context)


@for_citizens
@never_cache
@require_GET
def show_licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """The licence on the phone: a fresh code, scanned once and within a minute (L-12)."""
    licence = _unlimited(request, licence_id)
    if not pages.holds(licence):
        return redirect("cases:my_licence", licence.pk)
    try:
        count_try(f"show:{licence.pk}", SHOWN_PER_LICENCE)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("cases:my_licence", licence.pk)
    return render(request, "cases/show_licence.html", pages.shown(licence, make_show_code(licence)))


@for_citizens
@require_http_methods(["GET", "POST"])
def copy_licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """A copy with a watermark for a purpose (L-06); a worker draws it."""
    form = CopyForm(request.POST if request.method == "POST" else None)
    words = _("Copy for a purpose"), _("The watermark names who gets it, what for and until when.")
    done = _("The copy is being made; it appears below in a moment.")
    return _ask(request, licence_id, form, words, done, lambda one, typed, by: order_copy(one, **typed, by=by))


@for_citizens
@require_http_methods(["GET", "POST"])
def lend_licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """Let somebody use it, for one purpose, a while, so many times (L-13)."""
    today = clock.today()
    form = LendForm(
        request.POST if request.method == "POST" else None, initial={"since": today, "until": today, "times": 1}
    )
    words = _("Let somebody use it"), _("You see each use, and can take the authorisation back at any time.")
    done = _("The authorisation is given.")
    return _ask(request, licence_id, form, words, done, lambda one, typed, by: grant_licence(one, Lending(**typed)))


@for_citizens
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, licence_id: int) -> HttpResponse:
    """Say that a field is wrong (L-17): the body that issued it looks at it, and what is issued is never edited."""
    licence = _unlimited(request, licence_id)
    form = AskCorrectionForm(request.POST if request.method == "POST" else None, licence=licence)
    words = _("Something is wrong"), _("The body that issued the licence looks at it and answers you.")
    done = _("Sent. You are told what becomes of it.")
    return _ask(request, licence_id, form, words, done, lambda one, typed, by: ask_correction(one, **typed, by=by))


@for_citizens
@require_POST
def revoke(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take an authorisation back."""
    grant = get_object_or_404(grants_given_by(request.actor), pk=grant_id)  # type: ignore[attr-defined]
    revoke_grant(grant)
    messages.success(request, _("The authorisation was taken back."))
    return redirect("cases:my_licence", grant.licence_id)


@for_citizens
@require_GET
def licence_copy(request: HttpRequest, copy_id: int) -> HttpResponseBase:
    """A copy that is made, as a download."""
    copies = copies_visible_to(request.actor).exclude(file=None)  # type: ignore[attr-defined]
    copy = get_object_or_404(copies, pk=copy_id)
    _unlimited(request, copy.licence_id)
    return attachment(copy.file, f"{copy.licence.name}-{copy.licence.number}-{copy.pk}.pdf")


@for_citizens
@never_cache
@require_http_methods(["GET", "POST"])
def lent_licence(request: HttpRequest, grant_id: int) -> HttpResponse:
    """A licence somebody lets me use: opening it counts as one use, so it is asked first (L-13)."""
    actor = request.actor  # type: ignore[attr-defined]
    grant = get_object_or_404(grants_held_by(actor), pk=grant_id)
    context: dict[str, Any] = {"grant": pages.lent([grant])[0], "licence": grant.licence, "problem": ""}
    if request.method == "POST":
        try:
            use_grant(grant, by=actor, user=Party.objects.get(pk=actor.party_id))
            context |= {"opened": pages.lent_pairs(grant.licence), "mark": pages.mark_of(actor)}
        except Refusal as refusal:
            context["problem"] = refusal.sentence
    return render(request, "cases/lent_licence.html", context, status=409 if context["problem"] else 200)


def _ask(
    request: HttpRequest,
    licence_id: int,
    form: Any,
    words: tuple[str, str],
    done: str,
    act: Callable[[Licence, dict[str, Any], Actor], object],
) -> HttpResponse:
    """One thing the holder asks for his licence, with what it needs."""
    licence, actor = _unlimited(request, licence_id), request.actor  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            act(licence, form.cleaned_data, actor)
            messages.success(request, done)
            return redirect("cases:my_licence", licence.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {"form": form, "licence": licence, "title": words[0], "lead": words[1], "submit_label": _("Confirm")}
    context["back_href"] = reverse("cases:my_licence", args=[licence.pk])
    return render(request, "cases/my_licence_deed.html", context, status=422 if form.errors else 200)


def _mine(request: HttpRequest, licence_id: int) -> Licence:
    found = licences_open_to(request.actor).select_related("issuer", "holder")  # type: ignore[attr-defined]
    return get_object_or_404(found, pk=licence_id)


def _unlimited(request: HttpRequest, licence_id: int) -> Licence:
    """What an agent whose mandate covers some items only may not do for the holder (A-04)."""
    acting = request.actor.acting  # type: ignore[attr-defined]
    if acting is not None and acting.item_codes:
        raise Http404
    return _mine(request, licence_id)
