"""Two people write on one draft at the same time, each in a browser of his own."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from items.models import ItemDraft
from items.services.drafting import open_draft
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE, serious_findings
from tests.browser.visits import opened
from tests.browser.workshop import fill
from tests.items.test_drafts import ADMIN

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


def test_two_editors_of_one_draft_settle_their_conflict_and_lose_nothing(
    browser: Browser, live_server: LiveServer
) -> None:
    """I-10: what only one of them changed stays; what both changed is shown in both wordings to the second, who
    chooses."""
    first, second = world.staff(ADMIN), world.staff(ADMIN)
    draft = open_draft(world.item().item, by=first)
    place = f"/catalogue/drafts/{draft.pk}/parts/place/"
    with (
        opened(browser, live_server.url, first, DESKTOP) as one,
        opened(browser, live_server.url, second, PHONE) as two,
    ):
        for page in (one, two):
            page.goto(place)
        fill(one, {"hours": "仅上午", "complaint_phone": "0512-29990111"})
        expect(one.locator("[data-saved]")).to_contain_text("已自动保存")
        fill(two, {"hours": "全天", "consult_phone": "0512-29990122"})
        expect(two.locator("[data-saved]")).to_contain_text("选择")
        assert [said for said in two.complaints if "409" not in said] == []
        two.locator("[data-saved]").get_by_role("button", name="查看两者并选择").click()
        expect(two.get_by_role("heading", level=1)).to_have_text("同一处有两种修改")
        assert serious_findings(two) == []
        main = two.locator("main")
        expect(main).to_contain_text("仅上午")
        expect(main).to_contain_text("全天")
        expect(main).to_contain_text(first.name)
        two.get_by_label("我填写的内容").check()
        two.get_by_role("button", name="按所选保存").click()
        two.wait_for_url(f"**{place}")
        expect(two.locator("[name=hours]")).to_have_value("全天")
        expect(two.locator("[name=complaint_phone]")).to_have_value("0512-29990111")
        one.goto(f"/catalogue/drafts/{draft.pk}/history/")
        expect(one.locator("main")).to_contain_text(second.name)
    draft = ItemDraft.objects.get(pk=draft.pk)
    kept = {key: draft.content[key] for key in ("hours", "consult_phone", "complaint_phone")}
    assert kept == {"hours": "全天", "consult_phone": "0512-29990122", "complaint_phone": "0512-29990111"}
    assert draft.revisions.filter(content__hours="仅上午").exists()
