import os

import pytest

from govportal.embedded import postgres_server, redis_server
from govportal.embedded.places import Place, prepare
from govportal.embedded.services import services
from tests.govportal.conftest import Outside
from tests.plugins.services import NEW_SECONDS, PREFIX, sweep


def _age(place: Place) -> None:
    old = place.folder.stat().st_mtime - NEW_SECONDS - 1
    os.utime(place.folder, (old, old))


@pytest.fixture
def place(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    return Place(outside.folder / f"{PREFIX}x", durable=False)


def test_servers_of_a_killed_session_are_cleared_away_by_the_next(place: Place, outside: Outside) -> None:
    prepare(place)
    postgres_server.ensure_running(place)
    redis_server.ensure_running(place)
    _age(place)
    sweep(outside.folder)
    assert outside.servers() == {}
    assert not place.folder.exists()


def test_a_session_that_still_runs_is_left_alone(place: Place, outside: Outside) -> None:
    with services(place):
        _age(place)
        sweep(outside.folder)
        assert set(outside.servers()) == {"postgres", "redis"}


def test_a_session_that_just_begins_is_left_alone(place: Place, outside: Outside) -> None:
    place.folder.mkdir()
    sweep(outside.folder)
    assert place.folder.exists()
