"""Places and programs for tests that look at the product from outside, as its own processes."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent

OWN_NAMES = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PORT", "SITE_URL", "PYTHONDONTWRITEBYTECODE"}

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the database to another user")


class Outside:
    """One installation in a folder of its own, driven through commands only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            name: value for name, value in os.environ.items() if name not in OWN_NAMES and not name.startswith("PYTEST")
        } | {"GOVPORTAL_DATA": str(folder / "data")}

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """A Python process of the project whose output can be read."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Exit code and output of a process that ends by itself."""
        with self.start(*arguments, **environment) as process:
            output, _ = process.communicate(timeout=180)
        return process.returncode, output

    def servers(self) -> dict[str, psutil.Process]:
        """The embedded servers that run for this installation, by name."""
        found = {}
        for process in psutil.process_iter(["name", "cmdline"]):
            words = " ".join(process.info["cmdline"] or [])
            if str(self.folder) in words and process.info["name"].startswith(("postgres", "redis", "valkey")):
                found["postgres" if process.info["name"].startswith("postgres") else "redis"] = process
        return found

    def leftovers(self) -> list[str]:
        """Command lines of everything that still runs for this installation."""
        return [
            " ".join(process.info["cmdline"])
            for process in psutil.process_iter(["cmdline", "environ", "status"])
            if process.info["status"] != psutil.STATUS_ZOMBIE
            and process.pid != os.getpid()
            and (process.info["environ"] or {}).get("GOVPORTAL_DATA") == str(self.folder / "data")
        ] + [" ".join(process.cmdline()) for process in self.servers().values()]


@contextmanager
def installation() -> Iterator[Outside]:
    """A fresh installation; what a failed test left running is ended."""
    folder = Path(tempfile.mkdtemp(prefix="govportal-outside-"))
    folder.chmod(0o711)
    place = Outside(folder)
    try:
        yield place
    finally:
        for process in place.servers().values():
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def outside() -> Iterator[Outside]:
    """An installation for this test alone."""
    with installation() as place:
        yield place


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder nobody but its owner can enter."""
    folder = Path(tempfile.mkdtemp(prefix="govportal-closed-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def modes_above(path: Path) -> dict[Path, int]:
    """Permissions of every folder above `path`."""
    return {part: stat.S_IMODE(part.stat().st_mode) for part in path.resolve().parents}


def free_port() -> int:
    """A port nobody listens on, with two free ones after it."""
    while True:
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
                third.bind(("127.0.0.1", port + 2))
            except (OSError, OverflowError):
                continue
            return port
