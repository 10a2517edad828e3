"""Visits to pages as somebody, and what is wrong with a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize

from identity.actors import Actor
from tests.browser.chromium import serious_findings
from tests.client import signed_in

OK = 200
ENGLISH = re.compile(r"\b[A-Za-z]{3,} [a-z]{2,}\b.*")
"""Two English words in a row; numbers, codes and file types are not."""


@contextmanager
def opened(
    browser: Browser, address: str, actor: Actor | None, size: ViewportSize, *, script: bool = True
) -> Iterator[Page]:
    """A page in a window of its own, signed in as `actor` at the server `address`; `page.complaints` gathers what the
    browser complained of, our own content policy included."""
    context = browser.new_context(
        base_url=address, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=script
    )
    session = signed_in(actor).cookies.get("sessionid")
    if session is not None:
        context.add_cookies([{"name": "sessionid", "value": session.value, "url": address}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda raised: page.complaints.append(str(raised)))
    yield page
    context.close()


def findings(page: Page, path: str) -> list[str]:
    """Everything wrong with the page at `path`: axe, overflow to the side, complaints of the browser, and English words
    where English was not asked for."""
    page.complaints.clear()
    answer = page.goto(path)
    assert answer is not None and answer.status == OK, f"{path}: {answer and answer.status}"
    found = [*serious_findings(page), *page.complaints]
    if page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]:
        found.append("wider than the screen")
    words = "" if path.endswith("lang=en") else page.evaluate("document.querySelector('main').innerText")
    found += [f"English: {sentence}" for sentence in ENGLISH.findall(words)]
    return [f"{path}: {one}" for one in found]
