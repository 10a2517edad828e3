"""Wake-ups: one word on its way is enough for everything stored before it is heard."""

import pytest

from core.tasks import deliver_queue, wake
from govportal.celery import app

QUEUE = "heard"


@pytest.fixture
def words() -> object:
    """How many words wait in the broker for workers of the queue."""
    with app.connection() as connection:
        client = connection.default_channel.client
        client.delete(QUEUE)
        yield lambda: client.llen(QUEUE)
        client.delete(QUEUE)


@pytest.mark.django_db
def test_many_commits_send_one_word_until_a_worker_has_heard_it(words) -> None:  # type: ignore[no-untyped-def]
    wake(QUEUE)
    wake(QUEUE)
    assert words() == 1
    deliver_queue(QUEUE)
    wake(QUEUE)
    assert words() == 2
