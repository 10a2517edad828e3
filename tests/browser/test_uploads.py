"""Sending a large file over a line that drops: it goes on where it stopped (C-01)."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject
from pytest_django.live_server_helper import LiveServer

from core.models import Upload, UploadPart
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.town import Town
from tests.browser.visits import opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
ADDRESS = re.compile(r"/uploads/[0-9a-f-]{36}/$")
PART = 1024 * 1024


def large_pdf() -> dict[str, Any]:
    """A real PDF of three and a half parts."""
    writer, out = PdfWriter(), BytesIO()
    page = writer.add_blank_page(width=200, height=300)
    stream = StreamObject()
    stream.set_data(b"% " + bytes(range(33, 126)) * (PART * 7 // 2 // 93))
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(out)
    return {"name": "平面图.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}


class Line:
    """A line that drops: which parts went over it, and which are to be lost."""

    def __init__(self, page: Page, lost: set[int], status: int | None = None) -> None:
        self.sent: list[int] = []
        self.lost = lost
        self.status = status
        page.route(ADDRESS, self.carry)

    def carry(self, route: Route) -> None:
        if route.request.method == "PATCH":
            self.sent.append(int(route.request.headers["upload-offset"]))
            if len(self.sent) in self.lost:
                return route.fulfill(status=self.status) if self.status else route.abort("connectionreset")
        return route.continue_()


def test_a_line_that_drops_in_the_middle_is_waited_for_and_the_file_goes_on_where_it_stopped(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    with opened(browser, live_server.url, town.boss, PHONE) as page:
        page.goto(reverse("cases:apply_materials", args=[town.draft.pk]))
        line = Line(page, lost={2, 3})
        place = page.locator(".gp-place").first
        place.locator("input[type=file]").set_input_files([large_pdf()])
        expect(place.locator(".gp-files > li > img")).to_have_count(2, timeout=15_000)
    assert line.sent == [0, PART, PART, PART, 2 * PART, 3 * PART]
    assert not Upload.objects.exists()


def test_after_a_reload_the_same_file_goes_on_and_no_part_is_sent_twice(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    path, file = reverse("cases:apply_materials", args=[town.draft.pk]), large_pdf()
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        page.goto(path)
        line = Line(page, lost={3}, status=403)
        place = page.locator(".gp-place").first
        place.locator("input[type=file]").set_input_files([file])
        expect(place.locator("[data-note]")).to_contain_text("登录已失效")
        assert UploadPart.objects.count() == 2
        page.reload()
        place.locator("input[type=file]").set_input_files([file])
        expect(place.locator(".gp-files > li > img")).to_have_count(2, timeout=15_000)
    assert line.sent == [0, PART, 2 * PART, 2 * PART, 3 * PART]


def test_one_may_try_again_or_give_up(town: Town, browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        page.goto(reverse("cases:apply_materials", args=[town.draft.pk]))
        line = Line(page, lost={2, 4}, status=403)
        place = page.locator(".gp-place").first
        place.locator("input[type=file]").set_input_files([large_pdf()])
        page.get_by_role("button", name="再试一次").click()
        expect(page.get_by_role("button", name="再试一次")).to_be_visible()
        assert line.sent == [0, PART, PART, 2 * PART]
        with page.expect_response(ADDRESS):
            page.get_by_role("button", name="取消").click()
        expect(place.locator("[data-name]")).to_have_count(0)
    assert not Upload.objects.exists()


def test_a_plain_form_with_files_sends_them_in_parts_and_then_itself(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    material = town.reviewed.materials.earliest("pk")
    with opened(browser, live_server.url, town.clerk, DESKTOP) as page:
        page.goto(reverse("cases:scan", args=[town.reviewed.pk, material.pk]))
        line = Line(page, lost={3})
        page.locator("input[type=file]").set_input_files([large_pdf()])
        page.locator("main form [type=submit]").first.click()
        page.wait_for_url(re.compile(r"/desk/cases/\d+/(\?.*)?$"), timeout=15_000)
    assert line.sent == [0, PART, 2 * PART, 2 * PART, 3 * PART]
    assert [one.name for one in material.files.order_by("pk")][-1] == "平面图.pdf"


def test_without_script_the_form_carries_the_file(town: Town, browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, town.boss, DESKTOP, script=False) as page:
        page.goto(reverse("cases:apply_materials", args=[town.draft.pk]))
        place = page.locator(".gp-place").first
        place.locator("input[type=file]").set_input_files([large_pdf()])
        place.get_by_role("button", name="上传").click()
        expect(place.locator(".gp-files > li > img")).to_have_count(2)
