"""Finding an item with the keyboard alone while typing, and without script as before."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests import world
from tests.browser.chromium import AXE, DESKTOP, serious_findings
from tests.browser.visits import opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


def test_options_come_while_typing_and_the_arrow_keys_choose(browser: Browser, live_server: LiveServer) -> None:
    for name in ("食品经营许可", "食品小作坊登记", "道路运输许可"):
        world.item(name=name)
    with opened(browser, live_server.url, None, DESKTOP) as page:
        page.goto("/")
        box = page.get_by_role("combobox")
        box.press_sequentially("shipin")
        options = page.get_by_role("option")
        expect(options).to_have_count(2)
        assert box.get_attribute("aria-expanded") == "true"
        assert serious_findings(page) == [] and page.complaints == []
        box.press("ArrowDown")
        box.press("ArrowDown")
        chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
        expect(chosen).to_have_attribute("aria-selected", "true")
        name = chosen.locator("strong").inner_text()
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        box.press("ArrowDown")
        box.press("ArrowDown")
        box.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_without_script_the_search_is_a_plain_form(browser: Browser, live_server: LiveServer) -> None:
    world.item(name="食品经营许可")
    with opened(browser, live_server.url, None, DESKTOP, script=False) as page:
        page.goto("/")
        page.get_by_role("searchbox").fill("spjy")
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_role("link", name="食品经营许可")).to_be_visible()
