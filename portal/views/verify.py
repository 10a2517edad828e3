"""What a verification code stands for; whether a file is the one that was sealed."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.models import Document
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from core.sealing import check_seals
from identity.access import address_of
from portal.forms import ComparedFileForm, VerifyForm
from portal.pages import verify as pages
from portal.queries import verified_thing
from spaces.models import Licence

PER_ADDRESS = (Rate(20, 600),)


@never_cache
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Type a code that is printed on a paper."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("portal:verify", form.cleaned_data["code"])
    context = {"form": form, "file_form": ComparedFileForm()}
    return render(request, "portal/verify_ask.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def check_file(request: HttpRequest) -> HttpResponse:
    """Whoever sealed a file: its seal step by step (6.6). The file is not kept."""
    form = ComparedFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            count_try(f"compare:{address_of(request)}", PER_ADDRESS)
            return render(request, "portal/verify.html", pages.checked(check_seals(form.cleaned_data["file"].read())))
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
    context = {"form": VerifyForm(None), "file_form": form}
    return render(request, "portal/verify_ask.html", context, status=422)


@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Green when valid, red for anything else; a posted file is compared byte for byte with the sealed one."""
    thing = verified_thing(code)
    if thing is None:
        return render(request, "portal/verify.html", pages.nothing(), status=404)
    if request.method == "GET" or thing.file is None:
        return render(request, "portal/verify.html", {"form": ComparedFileForm(), **pages.shown(thing)})
    form = ComparedFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            count_try(f"compare:{address_of(request)}", PER_ADDRESS)
            page = _compared(thing, form.cleaned_data["file"].read(), thing.file.digest)
            return render(request, "portal/verify.html", {"form": ComparedFileForm(), **page})
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
    return render(request, "portal/verify.html", {"form": form, **pages.shown(thing)}, status=422)


def _compared(thing: Licence | Document, content: bytes, digest: str) -> dict[str, Any]:
    same = hashlib.sha256(content).hexdigest() == digest
    check = check_seals(content) if content.startswith(b"%PDF") else None
    return pages.compared(thing, same=same, check=check)
