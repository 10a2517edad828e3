"""A messy list from another office becomes drafts: upload, mapping, report by cell, drafts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from identity.actors import Actor
from items.models import BookImport, ItemDraft
from items.tasks import work_on_book
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.visits import findings, opened
from tests.items.workbooks.messy import messy_file

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def keeper(calendar: None) -> Actor:
    return world.staff("事项管理岗")


def worked(page: Page) -> None:
    """What the worker does; no broker runs here, so it is asked by hand, in a thread of its own."""

    def work() -> None:
        try:
            work_on_book(BookImport.objects.latest("pk").pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(work).result()
    page.get_by_role("link", name="刷新").click()


def uploaded(page: Page) -> None:
    page.goto("/catalogue/import/")
    page.set_input_files(
        "input[type=file]", {"name": "甲县权力清单.xlsx", "mimeType": XLSX, "buffer": messy_file().getvalue()}
    )
    page.get_by_role("button", name="上传并查看").click()
    page.wait_for_url("**/catalogue/import/*/")


def test_a_messy_list_goes_from_upload_to_drafts(keeper: Actor, browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, keeper, DESKTOP) as page:
        uploaded(page)
        expect(page.get_by_label("项目名称")).to_have_value("name")
        expect(page.get_by_label("申请材料份数")).to_have_value("materials.originals")
        page.get_by_label("行政处法").select_option(label="行政处罚")
        page.get_by_text("目录中没有的事项自动编制基本编码").click()
        page.get_by_label("将此对应保存为方案").fill("甲县权力清单")
        page.get_by_role("button", name="校验文件").click()
        expect(page.get_by_text("您可以离开，任务会继续进行")).to_be_visible()
        worked(page)
        expect(page.locator(".gp-bookitems > li")).to_have_count(4)
        expect(page.locator(".gp-troubles[data-k=bad]").first).to_contain_text("权力清单!C9")
        expect(page.locator(".gp-bookitems")).to_contain_text("“视情况而定”不是时限")
        assert not ItemDraft.objects.exists()
        page.get_by_role("button", name="将 2 项导入草稿").click()
        worked(page)
        expect(page.locator(".gp-notice--ok")).to_be_visible()
        assert page.complaints == []
    names = {draft.content["name"] for draft in ItemDraft.objects.all()}
    assert names == {"药品零售企业筹建许可", "第二类医疗器械备案"}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_of_an_import_are_sound(
    keeper: Actor, browser: Browser, live_server: LiveServer, size: ViewportSize
) -> None:
    with opened(browser, live_server.url, keeper, size) as page:
        uploaded(page)
        path = page.url.removeprefix(live_server.url)
        wrong = findings(page, path)
        page.get_by_role("button", name="校验文件").click()
        wrong += findings(page, path)
        worked(page)
        wrong += findings(page, path) + findings(page, "/catalogue/import/") + findings(page, "/catalogue/export/")
        assert wrong == []
