"""The pages on which a body answers for what it publishes (2.11)."""

import pytest
from django.urls import reverse

from cases.models import Publication, PublicationState
from core.clock import SimulatedClock
from tests import world
from tests.cases.test_publishing import granted, published
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")


def test_xkf40_a_leader_holds_back_and_releases(time: SimulatedClock) -> None:
    row = granted().publications.get()
    browser, page = signed_in(world.staff("分管领导岗")), reverse("cases:publication", args=[row.pk])
    assert row.case.version.name in browser.get(reverse("cases:publications")).content.decode()
    assert browser.post(page, {"deed": "hold", "hold-ground": "trade", "hold-reason": ""}).status_code == 422
    assert browser.post(page, {"deed": "hold", "hold-ground": "trade", "hold-reason": "含企业配方"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert "含企业配方" in shown and "商业秘密" in shown
    assert row.case.version.name in browser.get(f"{reverse('cases:publications')}?tab=held").content.decode()
    assert browser.post(page, {"deed": "release"}).status_code == 302
    assert Publication.objects.get().state == PublicationState.PUBLISHED


def test_a_correction_leads_to_the_row_that_holds_now(time: SimulatedClock) -> None:
    row = published(time)
    browser, page = signed_in(world.staff("分管领导岗")), reverse("cases:publication", args=[row.pk])
    typed = {"deed": "correct", "correct-content": "准予许可：热食类制售", "correct-reason": "内容有误"}
    assert browser.post(page, {**typed, "correct-reason": ""}).status_code == 422
    fresh = browser.post(page, typed).headers["Location"]
    assert "热食类制售" in browser.get(fresh).content.decode()
    assert browser.post(page, typed).status_code == 422
    assert browser.post(page, {"deed": "nothing"}).status_code == 404


def test_a_supervisor_looks_and_does_nothing(time: SimulatedClock) -> None:
    row = published(time)
    browser, page = signed_in(world.staff("监察岗", "监委")), reverse("cases:publication", args=[row.pk])
    shown = browser.get(page)
    assert shown.status_code == 200 and 'value="hold"' not in shown.content.decode()
    assert browser.post(page, {"deed": "hold", "hold-ground": "trade", "hold-reason": "不应公开"}).status_code == 404
