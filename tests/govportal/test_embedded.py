import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from govportal.embedded import postgres_server, redis_server
from govportal.embedded.places import Place, PlaceUnusable
from govportal.embedded.services import Embedded, services, wipe
from tests.govportal.conftest import Outside, as_root, modes_above

PACKAGE = postgres_server.PACKAGE


@pytest.fixture
def place(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    return Place(outside.folder / "data", durable=False)


@pytest.fixture
def running(place: Place) -> Iterator[Embedded]:
    with services(place) as embedded:
        yield embedded


def _notes(place: Place) -> list[str]:
    with psycopg.connect(postgres_server.address(place)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (words text)")
        return [row[0] for row in connection.execute("SELECT words FROM note").fetchall()]


def _write_note(place: Place, words: str) -> None:
    with psycopg.connect(postgres_server.address(place)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (words text)")
        connection.execute("INSERT INTO note VALUES (%s)", [words])


def test_both_servers_answer_inside_and_are_gone_outside(place: Place, outside: Outside) -> None:
    with services(place):
        assert os.environ["DATABASE_URL"] == postgres_server.address(place)
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT upper('é'), current_user").fetchone() == ("É", "govportal")
        with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert set(outside.servers()) == {"postgres", "redis"}
    assert outside.servers() == {}
    assert "DATABASE_URL" not in os.environ
    assert "REDIS_URL" not in os.environ


def test_nothing_starts_when_addresses_are_given(
    place: Place, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    with services(place):
        assert outside.servers() == {}
        assert os.environ["DATABASE_URL"] == "postgresql://elsewhere/db"
    assert not place.folder.exists()


def test_only_the_missing_one_starts(place: Place, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    with services(place):
        assert set(outside.servers()) == {"redis"}


def test_servers_listen_on_no_network_address(running: Embedded, outside: Outside) -> None:
    for server in outside.servers().values():
        assert [found for found in server.net_connections("inet") if found.status == psutil.CONN_LISTEN] == []


def test_the_last_to_leave_stops_the_servers(place: Place, outside: Outside) -> None:
    with services(place):
        first = outside.servers()
        os.environ.pop("DATABASE_URL")
        os.environ.pop("REDIS_URL")
        with services(place):
            assert {name: server.pid for name, server in outside.servers().items()} == {
                name: server.pid for name, server in first.items()
            }
        assert set(outside.servers()) == {"postgres", "redis"}
    assert outside.servers() == {}


def test_data_outlive_the_servers(place: Place) -> None:
    with services(place):
        _write_note(place, "kept")
    with services(place):
        assert _notes(place) == ["kept"]


def test_a_killed_database_is_revived_with_what_it_had_promised(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    durable = Place(outside.folder / "data")
    with services(durable) as embedded:
        _write_note(durable, "promised")
        for server in outside.servers().values():
            server.send_signal(signal.SIGKILL)
            server.wait(10)
        embedded.revive()
        assert _notes(durable) == ["promised"]
        assert redis_server.answers(durable)


def test_a_lock_file_of_another_program_does_not_hinder_the_start(place: Place) -> None:
    with services(place):
        _write_note(place, "kept")
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (place.cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{place.cluster}\n")
        (place.sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n{place.cluster}\n")
        (place.sockets / "redis.pid").write_text(str(stranger.pid))
        with services(place):
            assert _notes(place) == ["kept"]
        assert stranger.poll() is None
        stranger.kill()


def test_stopping_never_ends_the_server_of_another_place(place: Place, outside: Outside) -> None:
    other = Place(outside.folder / "other", durable=False)
    with services(place):
        pass
    with services(other):
        for name in ("postgres/postmaster.pid", "run/redis.pid"):
            (place.folder / name).write_text((other.folder / name).read_text())
        postgres_server.stop(place)
        redis_server.stop(place)
        assert postgres_server.answers(other)
        assert redis_server.answers(other)


def test_a_half_made_cluster_is_made_again(place: Place) -> None:
    draft = place.folder / "postgres.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    with services(place):
        assert _notes(place) == []


def test_no_folder_outside_is_opened(outside: Outside, place: Place) -> None:
    programs = postgres_server.programs()
    before = modes_above(place.folder) | modes_above(programs / "postgres")
    with services(place):
        pass
    assert modes_above(place.folder) | modes_above(programs / "postgres") == before


def test_programs_in_a_closed_folder_are_copied_not_opened(
    closed_folder: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = postgres_server.programs().parent.parent.parent
    for part in (PACKAGE, f"{PACKAGE}.libs"):
        shutil.copytree(original / part, closed_folder / part, ignore=shutil.ignore_patterns("pginstall", "include"))
    copy = outside.folder / "programs"
    postgres_server.copy_programs(closed_folder, copy)
    place = Place(outside.folder / "data", durable=False)
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(postgres_server, "programs", lambda: copy / postgres_server.BINARIES)
    with services(place):
        assert str(copy) in outside.servers()["postgres"].exe()
    assert stat.S_IMODE(closed_folder.stat().st_mode) == 0o700


@as_root
def test_programs_nobody_else_can_reach_are_run_from_a_copy(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_server, "readable", lambda path, user: False)
    monkeypatch.setattr(postgres_server, "SYSTEM_FOLDER", outside.folder / "system")
    assert outside.folder / "system" in postgres_server.programs().parents
    assert (postgres_server.programs() / "initdb").exists()


def test_an_open_place_cannot_be_wiped(running: Embedded) -> None:
    with pytest.raises(PlaceUnusable, match="in use"):
        wipe(running.place)


def test_wiping_forgets_everything_even_with_forgotten_servers(place: Place, outside: Outside) -> None:
    with services(place):
        _write_note(place, "secret")
    postgres_server.ensure_running(place)
    wipe(place)
    assert outside.servers() == {}
    assert list(place.folder.iterdir()) == []


def test_a_server_that_cannot_start_says_why(place: Place) -> None:
    with services(place):
        pass
    (place.cluster / "postgresql.conf").write_text("nonsense = yes\n")
    with pytest.raises(PlaceUnusable, match="nonsense"), services(place):
        pass
