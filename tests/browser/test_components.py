"""The components in Chromium: free of serious axe findings, usable from the keyboard, quiet under our CSP."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import AXE, DESKTOP, PHONE, serious_findings

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, locale="zh-CN")
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda raised: opened.complaints.append(str(raised)))
    opened.goto(f"{live_server.url}/dev/components/")
    yield opened
    context.close()


def test_the_gallery_has_no_serious_axe_finding(page: Page) -> None:
    assert serious_findings(page) == []


def test_nothing_on_the_gallery_is_stopped_by_our_own_policy(page: Page) -> None:
    assert page.complaints == []


def test_no_page_part_is_wider_than_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_summary_of_errors_has_the_focus_when_the_page_opens(page: Page) -> None:
    assert page.evaluate("document.activeElement.className") == "gp-errors"


def test_a_clock_opens_its_ledger_from_the_keyboard(page: Page) -> None:
    clock = page.locator("details.gp-clock").nth(1)
    clock.locator("summary").focus()
    page.keyboard.press("Enter")
    assert clock.evaluate("part => part.open")


def test_a_row_is_added_to_a_table_and_can_be_typed_into(page: Page) -> None:
    table = page.locator("[data-rows]").first
    before = table.locator("tbody tr").count()
    table.get_by_role("button", name="加一行").click()
    page.keyboard.type("周敏")
    assert table.locator("tbody tr").count() == before + 1
    assert table.locator(f'input[name="staff-{before}-name"]').input_value() == "周敏"


def test_a_chosen_file_shows_its_name_and_what_became_of_it(page: Page) -> None:
    page.route("**/uploads/", lambda route: route.fulfill(status=422, json={"words": "这种文件不收"}))
    upload = page.locator("[data-upload]")
    upload.locator("input[type=file]").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    )
    row = upload.locator('li[data-k="bad"]')
    row.wait_for()
    assert "a.pdf" in row.inner_text()
    assert "这种文件不收" in row.inner_text()
