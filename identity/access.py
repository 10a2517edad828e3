"""Who may open a page: strangers are sent to sign in, the wrong ones get 404, never 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from identity.models import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_citizens(view: View[P]) -> View[P]:
    """Open to signed-in citizens; anybody else signs in first, staff get 404."""
    return _guarded(view, lambda actor: actor.is_citizen, "portal:sign_in")


def for_signed_in(view: View[P]) -> View[P]:
    """Open to citizens and staff who are signed in; anybody else signs in first, machines get 404."""
    return _guarded(view, lambda actor: actor.is_citizen or actor.is_staff, "portal:sign_in")


def for_staff(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Open to staff who hold a post with one of these roles today (any staff when none is named)."""

    def decorate(view: View[P]) -> View[P]:
        return _guarded(
            view, lambda actor: actor.is_staff and (not roles or actor.has_role(*roles)), "portal:staff_sign_in"
        )

    return decorate


def sign_in_first(request: HttpRequest, sign_in: str = "portal:sign_in") -> HttpResponse:
    """To the sign-in page, and back here afterwards. What was posted is not lost: drafts save themselves."""
    back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
    return HttpResponseRedirect(f"{reverse(sign_in)}?{urlencode({'next': back})}")


def address_of(request: HttpRequest) -> str:
    """The caller's network address; behind the proxy it is set by the server, never read from the caller's headers."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _guarded(view: View[P], allowed: Callable[[Any], bool], sign_in: str) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_authenticated:
            return sign_in_first(request, sign_in)
        if not allowed(actor):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
