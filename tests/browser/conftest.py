"""The browser of a file of tests, and the town its pages show."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from playwright.sync_api import Browser

from tests.browser import town as towns
from tests.browser.chromium import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; its event loop runs in this thread, which Django otherwise takes for a mistake."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as started:
        yield started
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def town(calendar: None) -> towns.Town:
    """Everybody, and cases in every state."""
    return towns.build()


@pytest.fixture
def town_with_papers(calendar: None) -> towns.Town:
    """The same with every paper made; in a thread of its own, for sealing runs an event loop too."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_built).result()


def _built() -> towns.Town:
    try:
        return towns.build(papers=True)
    finally:
        connections.close_all()
