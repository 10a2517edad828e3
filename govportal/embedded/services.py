"""Start what is missing, share what runs, stop what nobody uses any more."""

import fcntl
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from govportal.embedded import places, postgres_server, redis_server
from govportal.embedded.places import Place

SERVERS = {"DATABASE_URL": postgres_server, "REDIS_URL": redis_server}


class Embedded:
    """The servers we look after while `services()` is open; none when addresses were given."""

    def __init__(self, place: Place, names: list[str]) -> None:
        self.place = place
        self.servers = {name: SERVERS[name] for name in names}

    def revive(self) -> None:
        """Start again what has died since. Raises places.PlaceUnusable."""
        if self.servers:
            with _one_at_a_time(self.place):
                for server in self.servers.values():
                    server.ensure_running(self.place)


@contextmanager
def services(place: Place) -> Iterator[Embedded]:
    """DATABASE_URL and REDIS_URL in the environment while the body runs; one that is set already is left alone.

    Missing ones are served from `place`: a running server is shared, otherwise it is started. On leaving, whatever the
    reason, the servers stop unless another process still uses the place. Raises places.PlaceUnusable.
    """
    embedded = Embedded(place, [name for name in SERVERS if not os.environ.get(name)])
    if not embedded.servers:
        yield embedded
        return
    places.prepare(place)
    with (place.folder / "users.lock").open("w") as users:
        try:
            with _one_at_a_time(place):
                fcntl.flock(users, fcntl.LOCK_SH)
            embedded.revive()
            os.environ.update({name: server.address(place) for name, server in embedded.servers.items()})
            yield embedded
        finally:
            for name in embedded.servers:
                os.environ.pop(name, None)
            with _undisturbed():
                _leave(place, users)


def wipe(place: Place) -> None:
    """Delete everything `place` holds. Raises places.PlaceUnusable while somebody uses it, and for a folder that
    holds something else than an installation of ours."""
    if not place.folder.exists():
        return
    places.insist_on_ours(place.folder)
    with (place.folder / "users.lock").open("w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            raise places.PlaceUnusable(f"{place.folder} is in use; stop the demonstration first.") from reason
        for server in SERVERS.values():
            server.stop(place)
        shutil.rmtree(place.sockets, ignore_errors=True)
        for path in place.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _leave(place: Place, users: IO[str]) -> None:
    with _one_at_a_time(place):
        fcntl.flock(users, fcntl.LOCK_UN)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for server in SERVERS.values():
            server.stop(place)


@contextmanager
def _one_at_a_time(place: Place) -> Iterator[None]:
    with (place.folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A second Ctrl-C must not leave servers behind: signals wait until the body is through."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[signal.Signals, Any] = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
