"""A draft whose item changed, in a real browser: the notice, the report, taking it over (I-12)."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, Channel
from cases.services.drafts import save_draft, start_draft
from identity.actors import Actor
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.visits import findings, opened
from tests.cases.test_moving import NEW, OLD, replaced

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.usefixtures("calendar"),
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


def begun(owner: Actor) -> Case:
    """A draft with answers, a situation and files, whose item changed since."""
    version = world.item(**OLD, name="食品经营许可")
    case = start_draft(version, by=owner, channel=Channel.WEB, handling=version.handlingoption_set.all()[0])
    situation = version.situation_set.get()
    chosen = {str(situation.pk): situation.options.get(label="租赁").pk}
    answers = {"premises": "张家港市杨舍镇沙洲中路 48 号", "mode": "餐饮", "fax": "0512-58990000"}
    save_draft(case, by=owner, answers=answers, choices=chosen)
    world.fill(case, owner)
    replaced(version, **NEW)
    return case


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_report_is_found_from_the_draft_read_and_taken_over(
    browser: Browser, live_server: LiveServer, size: ViewportSize
) -> None:
    owner = world.citizen(name="王秀英")
    case = begun(owner)
    report, step = (reverse(f"cases:{name}", args=[case.pk]) for name in ("move_draft", "apply_form"))
    with opened(browser, live_server.url, owner, size) as page:
        assert findings(page, step) + findings(page, report) == []
        page.goto(step)
        page.get_by_role("link", name="查看变化").click()
        expect(page.locator("#fates-kept")).to_be_visible()
        page.locator("button[value=take]:visible").first.click()
        page.wait_for_url(f"**{reverse('cases:apply_situation', args=[case.pk])}")
        expect(page.get_by_role("link", name="查看变化")).to_have_count(0)
        expect(page.get_by_label("租赁")).to_be_checked()
