import json
import time
from collections.abc import Iterator

import pytest
import redis
import time_machine
from django.conf import settings
from django.db import transaction
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

from core import streams
from core.streams import StreamTokenInvalid, check_stream_token, make_stream_token, publish_to_stream


@pytest.fixture
def heard() -> Iterator[PubSub]:
    """What listeners of the channel `hall-1` receive."""
    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as listening:
        listening.subscribe("stream:hall-1")
        assert _next(listening)["type"] == "subscribe"
        yield listening


def _next(listening: PubSub) -> dict[str, object]:
    message: dict[str, object] | None = listening.get_message(timeout=10)
    assert message is not None, "nothing was heard"
    return message


def test_a_token_opens_its_own_channel_only() -> None:
    token = make_stream_token("hall-1")
    check_stream_token(token, "hall-1")
    with pytest.raises(StreamTokenInvalid):
        check_stream_token(token, "hall-2")


def test_a_changed_token_opens_nothing() -> None:
    token = make_stream_token("hall-1")
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    with pytest.raises(StreamTokenInvalid):
        check_stream_token(changed, "hall-1")


def test_a_token_grows_old() -> None:
    with time_machine.travel(time.time() - settings.STREAM_TOKEN_SECONDS - 5):
        token = make_stream_token("hall-1")
    with pytest.raises(StreamTokenInvalid):
        check_stream_token(token, "hall-1")


@pytest.mark.parametrize("name", ["", "Hall", "hall 1", "hall/1", "hall*", "-hall", "h" * 81, "hall\n"])
def test_strange_channel_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a channel name"):
        make_stream_token(name)
    with pytest.raises(ValueError, match="not a channel name"):
        publish_to_stream(name, {})


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_after_the_commit_and_not_before(heard: PubSub) -> None:
    with transaction.atomic():
        publish_to_stream("hall-1", {"ticket": 7})
        assert heard.get_message(timeout=0.2) is None
    assert json.loads(str(_next(heard)["data"], "utf-8")) == {"ticket": 7}  # type: ignore[call-overload]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_heard(heard: PubSub) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        publish_to_stream("hall-1", {"ticket": 7})
        raise LookupError
    publish_to_stream("hall-1", {"ticket": 8})
    assert json.loads(str(_next(heard)["data"], "utf-8")) == {"ticket": 8}  # type: ignore[call-overload]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_does_not_undo_the_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        streams, "broker", lambda: redis.Redis(unix_socket_path="/nowhere", retry=Retry(NoBackoff(), 0))
    )
    with transaction.atomic():
        publish_to_stream("hall-1", {"ticket": 7})
    assert "Error calling" in caplog.text
