"""Puts `request.actor` on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from identity.actors import ANYBODY, Actor
from identity.models import Account
from identity.queries import actor_of

ACTING_FOR = "acting_for"


class ActorMiddleware:
    """`request.actor` is computed once, when first asked for, from the session's account and chosen party."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    account = request.user
    if not isinstance(account, Account):
        return ANYBODY
    return actor_of(account, acting_for=request.session.get(ACTING_FOR))
