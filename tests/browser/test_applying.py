"""Applying in a real browser: what appears and disappears, what is kept, what a second click does."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, CaseState
from identity.models import SignIn
from notices.models import TrialSms
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.town import Town
from tests.browser.visits import opened
from tests.hall_devices import hall

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
CONTINUE = "#step-form button[value=continue]:visible, .gp-stickybar button[value=continue]:visible"


def test_an_application_from_the_guide_to_the_receipt_on_a_phone(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    with opened(browser, live_server.url, town.boss, PHONE) as page:
        page.goto(f"/items/{town.version.item.implementing_code}/")
        page.get_by_label("餐饮服务经营者").check()
        apply = page.locator("#apply-bar a:has-text('在线申请')")
        expect(apply).to_have_attribute("href", re.compile(r"\?situation-\d+=\d+$"))
        apply.click()
        expect(page.locator(".gp-begun")).to_contain_text("食品经营许可")
        page.get_by_role("button", name="另起一件申请").click()
        expect(page.get_by_label("餐饮服务经营者")).to_be_checked()
        page.locator(CONTINUE).click()
        answer_details(page)
        page.locator(CONTINUE).click()
        upload_all(page)
        page.locator(CONTINUE).click()
        assert page.locator("main").inner_text().count("已上传") == 3
        page.get_by_text("我已核对").click()
        page.locator(".gp-stickybar .gp-btn--primary").dblclick()
        page.wait_for_url("**/done/")
        assert re.fullmatch(r"\d{22}", page.locator("[data-receipt-no]").inner_text())
        assert re.fullmatch(r"\d{6}", page.locator("[data-query-code]").inner_text())
        page.go_back()
        page.wait_for_url(re.compile(r"/space/cases/\d+/$"))
        expect(page.locator("h1").first).to_have_text("食品经营许可")


def answer_details(page: Page) -> None:
    """Questions that depend on another appear with its answer; what the situation said is filled in."""
    page.wait_for_url("**/details/")
    expect(page.get_by_label("餐饮服务经营者")).to_be_checked()
    expect(page.get_by_label("供餐人数")).to_be_visible()
    expect(page.get_by_label("平台名称")).to_be_hidden()
    page.get_by_label("经营场所").fill("张家港市杨舍镇沙洲中路 48 号")
    page.get_by_label("供餐人数").fill("80")
    page.get_by_label("是", exact=True).check()
    expect(page.get_by_label("平台名称")).to_be_visible()
    page.get_by_label("否", exact=True).check()
    expect(page.get_by_label("平台名称")).to_be_hidden()
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"已自动保存 \d\d:\d\d$"))


def upload_all(page: Page) -> None:
    """Each place says at once that its file has come."""
    page.wait_for_url("**/materials/")
    for number in range(page.locator("[data-upload]").count()):
        place = page.locator(".gp-place").nth(number)
        expect(place.locator(".gp-badge")).to_have_text("需上传")
        file = {"name": "平面图.pdf", "mimeType": "application/pdf", "buffer": world.pdf().read()}
        place.locator("input[type=file]").set_input_files([file])
        expect(place.locator(".gp-badge")).to_have_text("已上传")
        expect(place.locator(".gp-files")).to_contain_text("平面图.pdf")


def test_the_wizard_works_without_script_and_keeps_what_was_typed(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    with opened(browser, live_server.url, town.boss, DESKTOP, script=False) as page:
        page.goto(reverse("cases:apply_form", args=[town.draft.pk]))
        expect(page.get_by_label("平台名称")).to_be_visible()
        assert "“是否从事网络经营”为“是”时填写" in page.locator("#step-form").inner_text()
        page.get_by_label("供餐人数").fill("很多")
        page.get_by_label("备注").fill("门口有台阶")
        page.get_by_label("餐饮服务经营者").check()
        page.locator("main button[value=continue]").click()
        assert page.get_by_label("供餐人数").input_value() == "很多"
        expect(page.get_by_role("alert")).to_contain_text("供餐人数")
        page.get_by_role("button", name="保存并退出").click()
        page.wait_for_url("**/space/")
    town.draft.refresh_from_db()
    assert town.draft.answers == {"mode": "餐饮服务经营者", "note": "门口有台阶"}


def test_a_session_that_ends_while_typing_loses_nothing(town: Town, browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        path = reverse("cases:apply_form", args=[town.draft.pk])
        page.goto(path)
        SignIn.objects.all().delete()
        page.get_by_label("经营场所").fill("张家港市杨舍镇")
        page.get_by_label("备注").fill("门口有台阶")
        page.locator("main button[value=continue]").click()
        page.wait_for_url("**/sign-in/**")
        sign_in(page, town)
        page.wait_for_url(f"**{path}")
        page.get_by_role("button", name="切换并继续").click()
        expect(page.get_by_label("经营场所")).to_have_value("张家港市杨舍镇")
        expect(page.get_by_label("备注")).to_have_value("门口有台阶")


def test_what_was_typed_after_the_session_ended_is_there_after_signing_in_and_nowhere_else(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    """Without a submit: the saving in the background meets a session that has ended."""
    path = reverse("cases:apply_form", args=[town.draft.pk])
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        page.goto(path)
        with page.expect_response("**/save/"):
            page.get_by_label("备注").fill("门口有台阶")
        expect_kept(page, 0)
        SignIn.objects.all().delete()
        page.get_by_label("备注").fill("门口有两级台阶")
        page.locator("[data-saved]").get_by_role("link", name="登录后继续").click()
        expect_kept(page, 1)
        sign_in(page, town)
        page.wait_for_url(f"**{path}")
        with page.expect_response("**/save/"):
            page.get_by_role("button", name="切换并继续").click()
        expect(page.get_by_label("备注")).to_have_value("门口有两级台阶")
        expect(page.locator("[data-refilled]")).to_contain_text("已自动填回")
        expect_kept(page, 0)
    town.draft.refresh_from_db()
    assert town.draft.answers["note"] == "门口有两级台阶"


def test_an_answer_that_did_not_pass_stays_in_the_tab_until_the_citizen_signs_out(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    """What is not saved is not forgotten; it lies in this tab, for this account, and signing out wipes it."""
    path = reverse("cases:apply_form", args=[town.draft.pk])
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        page.goto(path)
        page.get_by_label("餐饮服务经营者").check()
        with page.expect_response("**/save/"):
            page.get_by_label("供餐人数").fill("约八十")
        expect_kept(page, 1)
        page.reload()
        expect(page.get_by_label("供餐人数")).to_have_value("约八十")
        page.get_by_label("供餐人数").fill("八十")
        page.goto("/space/")
        expect_kept(page, 1)
        page.evaluate("document.querySelector('form[data-forget]').requestSubmit()")
        page.wait_for_url(f"{live_server.url}/")
        expect_kept(page, 0)


def test_a_form_with_an_old_token_says_what_became_of_the_words_and_finds_them_again(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    path = reverse("cases:apply_form", args=[town.draft.pk])
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        page.goto(path)
        page.locator("#step-form [name=csrfmiddlewaretoken]").evaluate("field => { field.value = 'x'.repeat(64) }")
        page.get_by_label("备注").fill("门口有台阶")
        page.locator("main button[value=continue]").click()
        expect(page.get_by_role("heading", name="页面打开得太久了")).to_be_visible()
        expect(page.locator("[data-kept-words]")).to_contain_text("重新打开页面时会自动填回")
        page.get_by_role("link", name="重新打开页面").click()
        expect(page.get_by_label("备注")).to_have_value("门口有台阶")


def test_a_machine_of_the_hall_keeps_nothing_that_was_typed(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    hall.device(token="kiosk")
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        page.goto("/kiosk/kiosk/")
        page.goto(reverse("cases:apply_form", args=[town.draft.pk]))
        page.get_by_label("备注").fill("门口有台阶")
        expect_kept(page, 0)


def expect_kept(page: Page, count: int) -> None:
    """So many forms are remembered in this tab, at the latest in a moment."""
    kept = "Object.keys(sessionStorage).filter(name => name.startsWith('gp-typed:')).length"
    for _turn in range(50):
        if page.evaluate(kept) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(kept))


def sign_in(page: Page, town: Town) -> None:
    """By the phone of the citizen; the return key sends the code, then signs in."""
    phone = world.phone_of(town.citizen)
    page.get_by_label("手机号").fill(phone)
    page.keyboard.press("Enter")
    expect(page.get_by_label("验证码")).to_be_focused()
    code = re.search(r"\d{6}", TrialSms.objects.order_by("-pk")[0].text)
    assert code is not None
    page.keyboard.type(code[0])
    page.keyboard.press("Enter")


def test_a_draft_is_deleted_only_after_a_question(town: Town, browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, town.boss, DESKTOP) as page:
        page.goto("/space/")
        page.get_by_role("link", name=re.compile("^删除")).click()
        assert Case.objects.filter(pk=town.draft.pk).exists()
        page.get_by_role("button", name="删除草稿").click()
        page.wait_for_url("**/space/")
        expect(page.locator(".gp-messages")).to_contain_text("草稿已删除")
    assert not Case.objects.filter(pk=town.draft.pk, state=CaseState.DRAFT).exists()
