"""The desk and the review from the keyboard; two reviewers at the same case."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import CaseState
from linkage.models import Review
from tests.browser.chromium import AXE, DESKTOP
from tests.browser.town import Town, open_review
from tests.browser.visits import opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


def test_a_clerk_takes_a_case_in_without_the_mouse(town: Town, browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, town.clerk, DESKTOP) as page:
        page.goto("/desk/cases/")
        page.keyboard.press("J")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))
        page.keyboard.press("ArrowDown")
        with page.expect_response("**/judge/"):
            page.keyboard.press("Space")
        page.keyboard.press("v")
        page.wait_for_url("**/materials/**")
        expect(page.locator(".gp-viewer__sheet img").first).to_be_visible()
        page.keyboard.press("Escape")
        page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))
        expect(page.locator("input[name=point]").first).to_be_checked()
        page.keyboard.press("Alt+1")
        expect(page.locator(".gp-messages")).to_contain_text("已受理，办件编号")
        assert page.complaints == []
    town.filed.refresh_from_db()
    assert town.filed.state == CaseState.IN_REVIEW


def test_a_reviewer_looks_and_decides_without_the_mouse(town: Town, browser: Browser, live_server: LiveServer) -> None:
    review = open_review(town.reviewed)
    with opened(browser, live_server.url, town.reviewer, DESKTOP) as page:
        page.goto(reverse("linkage:review", args=[review.pk]))
        page.locator("textarea[name=opinion]").fill("写了一半")
        page.locator("h1").click()
        first = page.locator(".gp-viewer__bar strong").inner_text()
        page.keyboard.press("J")
        expect(page.locator(".gp-viewer__bar strong")).not_to_have_text(first)
        expect(page.locator(".gp-viewer__sheet img").first).to_be_visible()
        expect(page.locator(".gp-viewer__list a[aria-current]")).to_be_focused()
        page.keyboard.press("K")
        expect(page.locator(".gp-viewer__bar strong")).to_have_text(first)
        expect(page.locator("textarea[name=opinion]")).to_have_value("写了一半")
        page.get_by_role("button", name="经审查，符合许可条件。").click()
        page.keyboard.press("Alt+1")
        expect(page.locator(".gp-messages")).to_contain_text("意见已记录")
        assert page.complaints == []
    assert Review.objects.get(pk=review.pk).opinion == "写了一半\n经审查，符合许可条件。".replace("\n", "\r\n")


def test_whoever_comes_second_is_told_who_decided_and_keeps_his_words(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    path = reverse("linkage:review", args=[open_review(town.reviewed).pk])
    with (
        opened(browser, live_server.url, town.reviewer, DESKTOP) as first,
        opened(browser, live_server.url, town.colleague, DESKTOP) as second,
    ):
        for page in (first, second):
            page.goto(path)
        second.locator("textarea[name=opinion]").fill("我认为还要补充材料")
        first.keyboard.press("Alt+1")
        expect(first.locator(".gp-messages")).to_contain_text("意见已记录")
        second.keyboard.press("Alt+2")
        expect(second.locator("main")).to_contain_text(f"{town.reviewer.name}于今天")
        expect(second.locator("main")).to_contain_text("我认为还要补充材料")
