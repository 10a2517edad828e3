"""Keys of connected systems."""

import hashlib
import secrets

from django.db import transaction

from core import clock
from identity.actors import Actor
from identity.models import Account, AccountKind, ApiKey, Department


def issue_api_key(name: str, department: Department) -> str:
    """Register a connected system of a department and return its key, which is shown only now."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        account = Account.objects.create(
            username=name, kind=AccountKind.CLIENT, password="!", assurance_level=5, created_at=clock.now()
        )
        ApiKey.objects.create(account=account, department=department, key_hash=hash_of(secret), created_at=clock.now())
    return secret


def client_of(secret: str) -> Actor | None:
    """The actor behind a key, or None for unknown and revoked ones."""
    found = (
        ApiKey.objects.select_related("account")
        .only("department", "account__username", "account__assurance_level")
        .filter(key_hash=hash_of(secret), revoked_at=None, account__is_active=True)
        .first()
    )
    if found is None:
        return None
    return Actor(
        kind="client",
        account_id=found.account_id,
        name=found.account.username,
        assurance_level=found.account.assurance_level,
        department_id=found.department_id,
        department_ids=frozenset({found.department_id}),
    )


def hash_of(secret: str) -> str:
    """Keys are long and random, so a plain hash hides them."""
    return hashlib.sha256(secret.encode()).hexdigest()
