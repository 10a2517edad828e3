"""What a verification code stands for; whether a file is the one that was sealed."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core.sealing import seal_provider
from portal.pages import verify as pages
from portal.queries import verified_thing

MAX_COMPARED = 20 * 1024 * 1024


@never_cache
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Type a code that is printed on a paper."""
    if code := request.GET.get("code", "").strip():
        return redirect("portal:verify", code)
    return render(request, "portal/verify_ask.html")


@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Green when valid, red for anything else; a posted file is compared byte for byte with the sealed one."""
    thing = verified_thing(code)
    if thing is None:
        return render(request, "portal/verify.html", pages.nothing(), status=404)
    if request.method == "GET":
        return render(request, "portal/verify.html", pages.shown(thing))
    upload = request.FILES.get("file")
    content = upload.read(MAX_COMPARED + 1) if upload else b""
    same = thing.file is not None and hashlib.sha256(content).hexdigest() == thing.file.digest
    check = seal_provider().check(content) if content.startswith(b"%PDF") else None
    return render(request, "portal/verify.html", pages.compared(thing, same=same, check=check))
