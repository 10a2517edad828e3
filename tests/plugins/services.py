"""Gives each test session its own throw-away database and broker, before Django reads its settings.

The session's main process starts them; xdist's workers inherit the addresses and take a Redis database of their own.
Nothing of the demonstration is ever touched: data, files and keys go to a folder that ends with the session.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "govportal.settings.test"

from govportal.embedded.places import SYSTEM_FOLDER, Place, PlaceUnusable, database_user, passable
from govportal.embedded.services import services, wipe

PREFIX = "govportal-tests-"
NEW_SECONDS = 300


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start what is missing; a wrapper runs before pytest-django, which reads the settings at this point."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        session = ExitStack()
        session.enter_context(_session())
        early_config.add_cleanup(session.close)
    else:
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].partition('?')[0]}?db={number}"
    yield


@contextmanager
def _session() -> Iterator[None]:
    parent = _open_folder()
    sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    folder.chmod(0o711)
    os.environ["GOVPORTAL_DATA"] = str(folder)
    try:
        with services(Place(folder, durable=False)):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Clear away what killed sessions left behind; folders in use are locked, brand-new ones are not looked at."""
    for folder in parent.glob(f"{PREFIX}*"):
        if folder.stat().st_uid == os.geteuid() and time.time() - folder.stat().st_mtime > NEW_SECONDS:
            with suppress(PlaceUnusable):
                wipe(Place(folder, durable=False))
                folder.rmdir()


def _open_folder() -> Path:
    usual = Path(tempfile.gettempdir())
    if passable(usual, database_user()):
        return usual
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    return SYSTEM_FOLDER
