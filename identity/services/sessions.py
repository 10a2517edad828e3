"""Sessions: begun by signing in, ended by signing out, from the person's own list, or with the account."""

from collections.abc import Sequence

from django.contrib.auth import SESSION_KEY, login, logout
from django.db import transaction
from django.http import HttpRequest

from core import clock
from core.outbox import publish
from identity.actors import Actor
from identity.events import SessionsEnded
from identity.models import Account, SignIn

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGN_IN = "sign_in"
"""Where a session keeps the key of its row."""


def begin_session(request: HttpRequest, account: Account, *, address: str) -> None:
    """Start a fresh session and remember it in the person's own list."""
    login(request, account, backend=BACKEND)
    if not request.session.session_key:
        request.session.save()
    now = clock.now()
    agent = request.headers.get("User-Agent", "")[:200]
    record = SignIn.objects.create(account=account, address=address, agent=agent, started_at=now, last_seen_at=now)
    request.session[SIGN_IN] = record.pk


def end_session(request: HttpRequest) -> None:
    """Sign out."""
    if record_id := request.session.get(SIGN_IN):
        SignIn.objects.filter(pk=record_id, ended_at=None).update(ended_at=clock.now())
    if SESSION_KEY in request.session:
        logout(request)


def end_sessions(records: Sequence[SignIn], *, by: Actor) -> int:
    """End sessions of one's own list; their next requests are anonymous. Returns how many still ran.

    Sessions of others are left alone. Publishes SessionsEnded when one ended.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(pk=by.account_id or 0)
        return _end(account, [record.pk for record in records], by=by)


def end_other_sessions(*, by: Actor, but: int) -> int:
    """End every session of the person but the one whose row is `but`. Returns how many. Publishes SessionsEnded."""
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(pk=by.account_id or 0)
        others = SignIn.objects.filter(account=account, ended_at=None).exclude(pk=but)
        return _end(account, list(others.values_list("pk", flat=True)), by=by)


def _end(account: Account, keys: list[int], *, by: Actor) -> int:
    running = SignIn.objects.select_for_update().filter(pk__in=keys, account=account, ended_at=None)
    ended = tuple(running.order_by("pk").values_list("pk", flat=True))
    if ended:
        SignIn.objects.filter(pk__in=ended).update(ended_at=clock.now())
        publish(SessionsEnded(account_id=account.pk, sign_in_ids=ended), by=by)
    return len(ended)
