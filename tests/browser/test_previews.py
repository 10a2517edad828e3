"""The preview beside the editor follows every saving and stays where it was."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from identity.actors import Actor
from items.models import ItemDraft
from items.services.drafting import open_draft
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE, serious_findings
from tests.browser.visits import findings, opened
from tests.browser.workshop import fill
from tests.cases import roadworks
from tests.items.test_drafts import ADMIN

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.usefixtures("calendar"),
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
FORM = [
    *({"key": f"q{number}", "label": f"问题{number}", "type": "text", "required": True} for number in range(1, 12)),
    {"key": "open", "label": "是否营业", "type": "boolean", "required": True},
    {
        **{"key": "meals", "label": "供餐人数", "type": "integer", "required": True},
        "visible_if": {"fact": "answer.open", "op": "eq", "value": True},
    },
]
PLACE_PX, NEAR_PX = 300, 60
SCROLL = "(root, top) => root.ownerDocument.defaultView.scrollTo({ top, behavior: 'instant' })"
TEMPLATES = [{"kind": "D-12", "title": "准予", "body": "准予{{ applicant }}从事{{ item }}。"}]


@pytest.fixture
def keeper() -> Actor:
    return world.staff(ADMIN)


@pytest.fixture
def draft(keeper: Actor) -> ItemDraft:
    return open_draft(world.item(form=FORM, templates=TEMPLATES).item, by=keeper)


def test_a_preview_follows_the_editor_and_keeps_its_place_and_what_was_typed(
    draft: ItemDraft, keeper: Actor, browser: Browser, live_server: LiveServer
) -> None:
    """The form's conditions and checks work as on the real page, and nothing is stored."""
    with opened(browser, live_server.url, keeper, DESKTOP) as page:
        page.goto(f"/catalogue/drafts/{draft.pk}/parts/form/")
        page.locator(".gp-look > summary").press("Enter")
        frame = page.frame_locator(".gp-look iframe:not([data-coming])")
        expect(frame.get_by_label("供餐人数")).to_be_hidden()
        frame.get_by_label("是", exact=True).check()
        frame.get_by_label("供餐人数").fill("80")
        frame.locator("html").evaluate(SCROLL, PLACE_PX)
        fill(page, {"form.13.label": "供餐最多人数"})
        expect(frame.get_by_label("供餐最多人数")).to_have_value("80")
        assert abs(scrolled(page) - PLACE_PX) <= NEAR_PX
        frame.locator("button[value=continue]:visible").first.click()
        expect(frame.get_by_role("alert")).to_contain_text("问题1")
        page.get_by_role("link", name="表单（窗口代填）").press("Enter")
        expect(frame.get_by_role("heading", level=1)).to_have_text("填写表单")
        page.get_by_label("电脑").check(force=True)
        expect(page.locator(".gp-look iframe:not([data-coming])")).to_have_css("width", "1180px")
        page.reload()
        expect(frame.get_by_role("heading", level=1)).to_have_text("填写表单")
        assert page.complaints == []
    assert not Case.objects.exists()


def test_the_previewed_guide_asks_its_questions_and_keeps_the_answers_when_the_draft_changes(
    keeper: Actor, browser: Browser, live_server: LiveServer
) -> None:
    """I-18: on the draft as on the page that will be published."""
    draft = open_draft(roadworks.item().item, by=keeper)
    with opened(browser, live_server.url, keeper, DESKTOP) as page:
        page.goto(f"/catalogue/drafts/{draft.pk}/parts/handling/")
        page.locator(".gp-look > summary").press("Enter")
        page.get_by_role("link", name="办事指南").press("Enter")
        frame = page.frame_locator(".gp-look iframe:not([data-coming])")
        frame.get_by_label("工程", exact=True).check()
        expect(frame.locator("#materials")).to_contain_text("规划许可证")
        frame.get_by_label("否", exact=True).check()
        expect(frame.get_by_label("超过30日")).to_be_attached()
        fill(page, {"promised_days": "9"})
        expect(frame.locator("#facts")).to_contain_text("9")
        expect(frame.get_by_label("工程", exact=True)).to_be_checked()
        expect(frame.get_by_label("超过30日")).to_be_attached()
        assert page.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_previews_and_earlier_wordings_are_sound_pages(
    size: ViewportSize, draft: ItemDraft, keeper: Actor, browser: Browser, live_server: LiveServer
) -> None:
    place = f"/catalogue/drafts/{draft.pk}"
    with opened(browser, live_server.url, keeper, size) as page:
        wrong = findings(page, f"{place}/wordings/")
        for name in ("form-citizen", "form-clerk", "papers"):
            wrong += findings(page, f"{place}/preview/?as={name}")
        page.goto(f"{place}/parts/result/")
        page.locator(".gp-look > summary").click()
        expect(page.frame_locator(".gp-look iframe:not([data-coming])").locator("article")).to_contain_text("准予")
        assert wrong + serious_findings(page) == []


def scrolled(page: Page) -> int:
    """How far the preview is scrolled, in whole pixels."""
    return page.evaluate("document.querySelector('.gp-look iframe:not([data-coming])').contentWindow.scrollY")
