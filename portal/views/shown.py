"""Verifying a licence somebody shows on his phone: scan, say who you are, see the state (L-12)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases.licenceforms import VerifierForm
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from identity.access import address_of
from portal.pages import shown as pages
from spaces.models import ShowCode
from spaces.queries.uses import shown_code
from spaces.services.showing import scan_code, verify_shown

PER_ADDRESS = (Rate(60, 600),)
SCANNED = "scanned"
"""What the session of the one who scanned remembers: the key of the spent code."""


@never_cache
@require_GET
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """The code is spent by being scanned; whoever scans it again, even a picture of it, is told so."""
    try:
        count_try(f"scan:{address_of(request)}", PER_ADDRESS)
        request.session[SCANNED] = scan_code(code).pk
    except Refusal as refusal:
        return render(request, "portal/verify.html", pages.spent(refusal.sentence), status=410)
    return redirect("portal:shown")


@never_cache
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest) -> HttpResponse:
    """Who verifies and what for; then state and a few fields, for as long as this session remembers the scan."""
    found = shown_code(int(request.session.get(SCANNED, 0)))
    if found is None:
        raise Http404
    if found.use is not None:
        return render(request, "portal/verify.html", pages.result(found))
    form = VerifierForm(request.POST if request.method == "POST" else None, initial={"who": request.actor.name})  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        return _verified(request, found, form)
    return render(request, "portal/verify_shown.html", {"form": form}, status=422 if form.errors else 200)


def _verified(request: HttpRequest, found: ShowCode, form: VerifierForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    who = " ".join(dict.fromkeys([form.cleaned_data["who"], *([actor.label] if actor.is_authenticated else [])]))
    try:
        verify_shown(found, purpose=form.cleaned_data["purpose"], by=actor, who=who)
    except Refusal as refusal:
        return render(request, "portal/verify.html", pages.spent(refusal.sentence), status=410)
    return redirect("portal:shown")
