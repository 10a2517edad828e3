"""What the checks say beside a field follows every saving, without the page being loaded anew."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from items.services.drafting import open_draft
from tests import world
from tests.browser.chromium import AXE, DESKTOP
from tests.browser.visits import opened
from tests.browser.workshop import errors, fill
from tests.items.test_drafts import ADMIN

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.usefixtures("calendar"),
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


def test_a_fault_comes_and_goes_beside_its_field_while_one_writes(browser: Browser, live_server: LiveServer) -> None:
    """I-15: a promise longer than the law allows."""
    keeper = world.staff(ADMIN)
    draft = open_draft(world.item(statutory_days=20).item, by=keeper)
    with opened(browser, live_server.url, keeper, DESKTOP) as page:
        page.goto(f"/catalogue/drafts/{draft.pk}/parts/handling/")
        days, fault = page.locator("#id-promised_days"), page.locator("#id-promised_days-found")
        parts = page.locator(".gp-parts [aria-current]")
        before = errors(page)
        expect(fault).to_be_empty()
        fill(page, {"promised_days": "40"})
        expect(fault).not_to_be_empty()
        expect(days).to_have_attribute("aria-describedby", "id-promised_days-found")
        expect(parts).to_have_attribute("data-k", "bad")
        assert errors(page) > before
        fill(page, {"promised_days": "10"})
        expect(fault).to_be_empty()
        expect(days).not_to_have_attribute("aria-invalid", "true")
        expect(days).to_be_focused()
        assert errors(page) == before and page.complaints == []
