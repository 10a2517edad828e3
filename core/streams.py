"""Live streams: what happened is told to open screens through Redis; who may listen is proven by a signed token.

A message is a hint that something changed, sent at most once. A page that opens or reopens a stream reads the present
state first, so nothing depends on a message having arrived.
"""

import json
import re
from functools import cache

import redis
from django.conf import settings
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

TOPIC_PREFIX = "stream:"
CHANNEL = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
SALT = "core.streams"


class StreamTokenInvalid(Exception):
    """The token was not made here, is too old, or speaks of another channel."""


def make_stream_token(channel: str) -> str:
    """A token that lets its bearer listen to `channel` for settings.STREAM_TOKEN_SECONDS. The caller has checked why.

    Raises ValueError for a channel name outside a-z, 0-9, dot, dash and underscore (80 signs at most).
    """
    return signing.dumps(checked_channel(channel), salt=SALT)


def check_stream_token(token: str, channel: str) -> None:
    """Raise StreamTokenInvalid unless `token` was made for `channel` and is still young enough."""
    try:
        allowed = signing.loads(token, salt=SALT, max_age=settings.STREAM_TOKEN_SECONDS)
    except signing.BadSignature as reason:
        raise StreamTokenInvalid(channel) from reason
    if allowed != channel:
        raise StreamTokenInvalid(channel)


def publish_to_stream(channel: str, payload: dict[str, object]) -> None:
    """Send `payload` (ids and scalars, no personal data) to all who listen to `channel`, once the transaction commits.

    A broker that is down loses the message and nothing else: the failure is logged, the caller goes on.
    """
    text = json.dumps(payload, cls=DjangoJSONEncoder, ensure_ascii=False)
    name = topic(channel)

    def send() -> None:
        broker().publish(name, text)

    transaction.on_commit(send, robust=True)


def topic(channel: str) -> str:
    """Name of `channel` in Redis."""
    return TOPIC_PREFIX + checked_channel(channel)


def checked_channel(channel: str) -> str:
    """`channel` itself. Raises ValueError when it is not a proper name."""
    if not CHANNEL.fullmatch(channel):
        raise ValueError(f"not a channel name: {channel!r}")
    return channel


@cache
def broker() -> redis.Redis:
    """A fresh connection pool to the broker; calls give up after two seconds."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, retry=Retry(NoBackoff(), 1)
    )
