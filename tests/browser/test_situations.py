"""Situation questions in a real browser: what is asked changes with each answer, and the form follows (I-18, I-20)."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from tests import world
from tests.browser.chromium import AXE, PHONE, serious_findings
from tests.browser.visits import opened
from tests.cases import roadworks

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
CONTINUE = "#step-form button[value=continue]:visible, .gp-stickybar button[value=continue]:visible"


@pytest.mark.usefixtures("calendar")
def test_answers_ask_reject_come_back_and_show_a_group_of_the_form(browser: Browser, live_server: LiveServer) -> None:
    version, owner = roadworks.item(), world.citizen()
    with opened(browser, live_server.url, owner, PHONE) as page:
        page.goto(reverse("portal:guide", args=[version.item.implementing_code]))
        expect(page.get_by_text("是否占用消防通道")).to_be_hidden()
        page.get_by_label("工程").check()
        page.get_by_label("否", exact=True).check()
        page.get_by_label("超过30日").check()
        expect(page.locator("#materials")).to_contain_text("3 份")
        expect(page.get_by_label("超过30日")).to_be_focused()
        page.get_by_label("是", exact=True).check()
        expect(page.get_by_role("alert")).to_contain_text(roadworks.REJECTION)
        expect(page.locator("#apply-bar a:has-text('在线申请')")).to_be_hidden()
        page.get_by_label("否", exact=True).check()
        page.locator("#apply-bar a:has-text('在线申请')").click()
        page.locator("main .gp-btn--primary").click()
        expect(page.get_by_label("工程")).to_be_checked()
        page.get_by_label("超过30日").check()
        page.get_by_label("都没有").check()
        page.get_by_label("个人").check()
        page.get_by_label("是", exact=True).check()
        expect(page.get_by_role("alert")).to_contain_text(roadworks.REJECTION)
        expect(page.get_by_label("个人")).to_be_hidden()
        page.locator(CONTINUE).click()
        expect(page.locator(".gp-errors")).to_contain_text(roadworks.REJECTION)
        page.get_by_label("否", exact=True).check()
        expect(page.get_by_label("个人")).to_be_checked()
        assert serious_findings(page) == []
        page.locator(CONTINUE).click()
        page.wait_for_url("**/details/")
        expect(page.get_by_label("施工单位")).to_be_visible()
        page.locator("button[value=back]:visible").first.click()
        page.wait_for_url(re.compile(r"/space/apply/\d+/$"))
        page.get_by_label("抢修").check()
        expect(page.get_by_text("是否占用消防通道")).to_be_hidden()
        page.locator(CONTINUE).click()
        page.wait_for_url(re.compile("/details/$"))
        expect(page.get_by_label("道路")).to_be_visible()
        expect(page.get_by_label("施工单位")).to_be_hidden()
    assert Case.objects.get().materials.filter(spec__name="规划许可证").count() == 0
