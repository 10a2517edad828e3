"""Another promised limit: everybody who reads the catalogue shows it at once, and what runs keeps the old one."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import APIRequestContext, Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, ClockKind
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from hall_devices.models import DeviceKind
from items.models import ItemDraft, ItemVersion
from tests import world
from tests.browser.chromium import AXE, DESKTOP
from tests.browser.visits import opened
from tests.browser.workshop import fill, saved, section
from tests.hall_devices import hall
from tests.items.test_drafts import ADMIN, HEAD, LEGAL, LISTS, PUBLISHER

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.usefixtures("calendar"),
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
TRIES, PAUSE_MS = 5, 200
"""The public reads what is in force a second after publishing at the latest (I-17)."""
OFFICES = ((HEAD, "同意"), (LEGAL, "同意"), (LISTS, "同意"), (PUBLISHER, "发布"))


def test_a_changed_limit_is_read_everywhere_while_a_running_case_keeps_its_own(
    browser: Browser, live_server: LiveServer
) -> None:
    """I-12, I-17: the kept guide, the kiosk and the API with its feed show the new limit; the case that runs follows
    the version it was filed under."""
    version = world.item(name="食品经营许可")
    hall.device(DeviceKind.KIOSK, "kiosk")
    case, due = running(version)
    code = version.item.implementing_code
    guide, kiosk = f"/items/{code}/", f"{reverse('hall_devices:kiosk_choose', args=['kiosk'])}?q=食品经营"
    with opened(browser, live_server.url, None, DESKTOP) as page:
        api = page.context.request
        feed = api.get("/api/v1/items/changes/?after=0").json()["position"]
        for _turn in range(2):
            assert "5 个工作日" in words(page, guide)
        assert "5 个工作日" in words(page, kiosk)
        assert promised(api, code) == (1, 5)
        changed(browser, live_server, version, days="3")
        eventually(page, lambda: "3 个工作日" in words(page, guide) and "5 个工作日" not in words(page, guide))
        eventually(page, lambda: "3 个工作日" in words(page, kiosk))
        eventually(page, lambda: promised(api, code) == (2, 3))
        told = api.get(f"/api/v1/items/changes/?after={feed}").json()["changes"]
        assert ("published", code, 2) in [(one["kind"], one["code"], one["version"]) for one in told]
    case.refresh_from_db()
    assert case.version_id == version.pk
    assert case.clocks.get(kind=ClockKind.PROMISED).due_at == due


def running(version: ItemVersion) -> tuple[Case, datetime]:
    """An accepted case of this version, and when its decision is due."""
    owner = world.citizen()
    case = accept_case(submit_case(world.draft(version, owner), by=owner).case, by=world.staff("窗口受理岗"))
    return case, case.clocks.get(kind=ClockKind.PROMISED).due_at


def words(page: Page, path: str) -> str:
    """What the page says; of a guide what stands in its head."""
    page.goto(path)
    return " ".join(page.locator(".gp-facts, .gp-ktile").all_inner_texts()).replace("\n", " ")


def promised(api: APIRequestContext, code: str) -> tuple[int, int]:
    """Number and promised days of the version the API gives."""
    found = api.get(f"/api/v1/items/{code}/").json()
    return found["version"], found["elements"]["promised_days"]


def changed(browser: Browser, live_server: LiveServer, version: ItemVersion, *, days: str) -> None:
    """By the administrator of the body, and through every office, on their pages."""
    with opened(browser, live_server.url, world.staff(ADMIN), DESKTOP) as page:
        page.goto(reverse("catalogue:item", args=[version.item.implementing_code]))
        page.get_by_label("变更原因").fill("压缩时限")
        page.get_by_role("button", name="开始修改").click()
        section(page, "条件与时限")
        fill(page, {"promised_days": days})
        saved(page)
        page.get_by_role("link", name="核对与提交").click()
        expect(page.locator(".gp-changes")).to_contain_text("承诺办结时限")
        page.get_by_role("button", name="提交审核").click()
    review = reverse("catalogue:draft_review", args=[ItemDraft.objects.get().pk])
    for post, deed in OFFICES:
        with opened(browser, live_server.url, world.staff(post), DESKTOP) as page:
            page.goto(review)
            page.get_by_role("button", name=deed, exact=True).click()
            expect(page.locator(".gp-messages")).to_contain_text("已办理")


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """True at once or after a few more looks."""
    for _turn in range(TRIES):
        if holds():
            return
        page.wait_for_timeout(PAUSE_MS)
    assert holds()
