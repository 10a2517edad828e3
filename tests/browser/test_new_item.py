"""A new item goes from its directory row to the first application that is accepted, by pages alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, CaseState
from items.models import DirectoryEntry, ItemDraft
from items.services.directory import create_entry
from tests import world
from tests.browser.chromium import AXE, DESKTOP
from tests.browser.visits import opened
from tests.browser.workshop import add_row, errors, fill, saved, section, tick
from tests.items.test_drafts import ADMIN, HEAD, LEGAL, LISTS, PUBLISHER

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.usefixtures("calendar"),
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
NAME = "户外露营地备案"
LAW = {"law": "城市管理条例", "article": "第十二条", "gist": "设置露营地应当备案"}
CONTINUE = "#step-form button[value=continue]:visible"


@pytest.fixture
def entry() -> DirectoryEntry:
    world.department()
    row = {"base_code": "000131712000", "name": NAME, "type": "01", "basis": [LAW]}
    return create_entry(row, by=world.staff(LISTS))


def test_a_new_item_goes_from_draft_to_its_first_application_without_touching_code(
    entry: DirectoryEntry, browser: Browser, live_server: LiveServer
) -> None:
    """I-01, I-10, I-15: begun on the directory row, filled in, checked, agreed to by every office, published, found,
    applied for, accepted."""
    with opened(browser, live_server.url, world.staff(ADMIN), DESKTOP) as page:
        begun(page, entry)
        first_parts(page)
        materials_and_form(page)
        route_and_rest(page)
        expect(page.locator(".gp-findings")).to_contain_text("没有发现问题")
        handed_on(page, "提交审核", "待部门审核")
        assert page.complaints == []
    draft = ItemDraft.objects.get()
    review = reverse("catalogue:draft_review", args=[draft.pk])
    for post, deed, state in (
        (HEAD, "同意", "待法制审核"),
        (LEGAL, "同意", "待清单确认"),
        (LISTS, "同意", "待发布"),
        (PUBLISHER, "发布", "已发布"),
    ):
        with opened(browser, live_server.url, world.staff(post), DESKTOP) as page:
            page.goto("/catalogue/")
            page.get_by_role("link", name=NAME).first.click()
            page.wait_for_url(f"**{review}")
            page.get_by_role("button", name=deed, exact=True).click()
            expect(page.locator(".gp-casehead__title")).to_contain_text(state)
    with opened(browser, live_server.url, world.citizen(), DESKTOP) as page:
        applied(page)
    case = Case.objects.get()
    assert case.answers == {"tents": 30, "night": True, "lights": "每二十米一盏"}
    with opened(browser, live_server.url, world.staff("窗口受理岗"), DESKTOP) as page:
        page.goto("/desk/cases/")
        page.get_by_role("link", name=re.compile(NAME)).first.click()
        page.get_by_role("button", name="受理", exact=False).first.click()
        expect(page.locator(".gp-messages")).to_contain_text("已受理，办件编号")
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW and case.version.item.entry_id == entry.pk


def begun(page: Page, entry: DirectoryEntry) -> None:
    """Claimed on the row: code, name, type and law come along."""
    page.goto(reverse("catalogue:entry", args=[entry.pk]))
    page.get_by_role("link", name="认领到本部门").click()
    expect(page.get_by_label("事项名称")).to_have_value(NAME)
    page.get_by_role("button", name="开始").click()
    page.wait_for_url("**/parts/identity/")
    assert errors(page) > 5


def first_parts(page: Page) -> None:
    tick(page, "audience", "自然人", "企业法人")
    fill(page, {"themes": "准营准办"})
    saved(page)
    section(page, "设定依据")
    expect(page.locator("[name='legal_basis.1.law']")).to_have_value(LAW["law"])
    fill(page, {"power_source": "法定本级行使"})
    saved(page)
    section(page, "条件与时限")
    fill(page, {"conditions": "场地平整\n配有消防器材", "statutory_days": "20", "promised_days": "5"})
    saved(page)


def materials_and_form(page: Page) -> None:
    section(page, "材料")
    add_row(page, "materials")
    tick(page, "materials.1.forms", "电子")
    fill(page, {"materials.1.name": "场地平面图", "materials.1.basis": "《城市管理条例》第十二条"})
    saved(page)
    section(page, "情形引导")
    add_row(page, "situations")
    fill(
        page, {"situations.1.key": "own", "situations.1.ask": "场地是否自有？", "situations.1.options.1.label": "自有"}
    )
    add_row(page, "situations.1.options")
    fill(page, {"situations.1.options.2.label": "租赁"})
    add_row(page, "situations.1.options.2.effects")
    effect = "situations.1.options.2.effects.1"
    fill(page, {f"{effect}.kind": "增加材料", f"{effect}.target": "场地平面图"})
    saved(page)
    section(page, "表单")
    rows = (
        {"key": "tents", "label": "帐篷数量", "type": "整数", "required": True},
        {"key": "night", "label": "夜间开放", "type": "是否", "required": True},
        {"key": "lights", "label": "照明安排", "type": "单行文本", "required": True},
    )
    for number, row in enumerate(rows, start=1):
        add_row(page, "form")
        fill(page, {f"form.{number}.{key}": value for key, value in row.items()})
    fill(page, {"form.3.visible_if.fact": "夜间开放", "form.3.visible_if.value": "是"})
    saved(page)


def route_and_rest(page: Page) -> None:
    section(page, "办理流程")
    add_row(page, "routes")
    for number, (title, duty, post, days) in enumerate((
        ("受理", "受理", "窗口受理岗", "1"), ("审查", "审查", "科室审查岗", "2"), ("决定", "决定", "分管领导岗", "1")
    ), start=1):  # fmt: skip
        if number > 1:
            add_row(page, "routes.1.stages")
        stage = f"routes.1.stages.{number}"
        fill(page, {f"{stage}.title": title, f"{stage}.duty": duty})
        fill(page, {f"{stage}.seats.1.post_name": post, f"{stage}.seats.1.days": days})
    saved(page)
    expect(page.locator(".gp-flowline > li")).to_have_count(3)
    section(page, "结果")
    add_row(page, "results")
    fill(page, {"results.1.name": "露营地备案证", "results.1.kind": "证照"})
    saved(page)
    section(page, "地点与联系")
    add_row(page, "desks")
    fill(page, {"desks.1.hall": "市政务服务中心", "desks.1.zone": "A区"})
    saved(page)
    section(page, "网办与渠道")
    tick(page, "channels", "窗口办理", "网上办理")
    tick(page, "online_depth", "受理")
    fill(page, {"visits": "0", "coverage": "全市"})
    saved(page)


def handed_on(page: Page, deed: str, state: str) -> None:
    page.get_by_role("link", name="核对与提交").click()
    page.get_by_role("button", name=deed).click()
    expect(page.locator(".gp-casehead__title")).to_contain_text(state)


def applied(page: Page) -> None:
    """By search and guide, with the condition of the form and the situation at work."""
    page.goto("/")
    page.get_by_role("combobox").fill("露营地")
    page.get_by_role("combobox").press("Enter")
    page.get_by_role("link", name=NAME).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.locator("main")).to_contain_text("配有消防器材")
    page.get_by_label("租赁").check()
    apply = page.locator("a:has-text('在线申请'):visible").first
    expect(apply).to_have_attribute("href", re.compile(r"\?situation-\d+=\d+$"))
    apply.click()
    page.locator("main .gp-btn--primary").click()
    expect(page.get_by_label("租赁")).to_be_checked()
    page.locator(CONTINUE).first.click()
    page.get_by_label("帐篷数量").fill("30")
    expect(page.get_by_label("照明安排")).to_be_hidden()
    page.get_by_label("是", exact=True).check()
    page.get_by_label("照明安排").fill("每二十米一盏")
    page.locator(CONTINUE).first.click()
    page.wait_for_url("**/materials/")
    file = {"name": "平面图.pdf", "mimeType": "application/pdf", "buffer": world.pdf().read()}
    page.locator("input[type=file]").first.set_input_files([file])
    expect(page.locator(".gp-place .gp-badge").first).to_have_text("已上传")
    page.locator(CONTINUE).first.click()
    page.get_by_text("我已核对").click()
    page.get_by_role("button", name="提交").first.click()
    page.wait_for_url("**/done/")
