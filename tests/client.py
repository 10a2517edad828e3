"""Signing test clients in as the actors of `tests.world`."""

from django.test import Client

from core import clock
from identity.actors import Actor
from identity.middleware import ACTING_FOR
from identity.models import Account, SignIn
from identity.services.sessions import BACKEND, SIGN_IN


def signed_in(actor: Actor | None) -> Client:
    """A client with a session of this actor, acting for the party he acts for; anonymous for None."""
    client = Client()
    if actor is None or actor.account_id is None:
        return client
    account = Account.objects.get(pk=actor.account_id)
    client.force_login(account, backend=BACKEND)
    now = clock.now()
    record = SignIn.objects.create(account=account, address="127.0.0.1", started_at=now, last_seen_at=now)
    session = client.session
    session[SIGN_IN] = record.pk
    if actor.acting is not None:
        session[ACTING_FOR] = actor.acting.party_id
    session.save()
    return client
