"""Puts `request.actor` on every request and ends sessions at their limits."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from core import clock
from identity.actors import ANYBODY, Actor
from identity.models import Account, SignIn
from identity.queries import actor_of
from identity.rules import session_lasts
from identity.services.sessions import SIGN_IN, end_session

ACTING_FOR = "acting_for"
NOTE_EVERY = timedelta(minutes=1)


class ActorMiddleware:
    """`request.actor` is computed once, when first asked for, from the session's account and chosen party."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    account = request.user
    if not isinstance(account, Account) or not _still_lasts(request):
        return ANYBODY
    return actor_of(account, acting_for=request.session.get(ACTING_FOR))


def _still_lasts(request: HttpRequest) -> bool:
    """Whether the session is within its limits (A-10: 30 minutes idle, 12 hours in all); an outlived one ends here."""
    record = SignIn.objects.filter(pk=request.session.get(SIGN_IN, 0), ended_at=None).first()
    now = clock.now()
    if record is None or not session_lasts(record.started_at, record.last_seen_at, now=now):
        end_session(request)
        return False
    if now - record.last_seen_at > NOTE_EVERY:
        SignIn.objects.filter(pk=record.pk).update(last_seen_at=now)
    return True
