"""The pages of signers, talks, projects, joined pages and data quality, wide and narrow: no serious axe finding,
nothing our own content policy stops, nothing wider than the screen, no English among the Chinese."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import CaseProject, Material
from cases.services.drafts import attach_file
from cases.services.gathering import take_in_files
from cases.services.signing import name_signer
from cases.services.submission import submit_case
from cases.services.talks import write_to_applicant, write_to_department
from core import clock
from identity.actors import Actor
from identity.models import Party
from spaces.models import Project, QualityDay
from spaces.services import learn_fact
from spaces.tasks import count_data_quality
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.town import Town
from tests.browser.visits import findings, opened
from tests.cases.test_joining import WIDE, named_photo

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


def pages(town: Town) -> Iterator[tuple[Actor, str]]:
    """Who looks at which of the new pages, with something on each."""
    yield from _signing(town)
    yield from _joining(town)
    yield from _talking(town)
    yield from _libraries(town)


def _signing(town: Town) -> Iterator[tuple[Actor, str]]:
    version, wife = world.item(signers="may", name="不动产转移登记"), world.citizen(name="周敏")
    draft, code = world.draft(version, town.boss), Party.objects.get(pk=wife.self_party_id).code
    signer = name_signer(draft, name="周敏", code=code, phone="13900001111", by=town.boss)
    filed = submit_case(world.draft(version, town.boss), by=town.boss).case
    present = name_signer(filed, name="周敏", code=code, phone="13900001111", by=town.clerk)
    yield town.boss, reverse("cases:signers", args=[draft.pk])
    yield town.boss, reverse("cases:apply_check", args=[draft.pk])
    yield wife, "/space/"
    yield wife, reverse("cases:signings")
    yield wife, reverse("cases:signing", args=[signer.pk])
    yield wife, reverse("cases:refuse_signing", args=[signer.pk])
    yield town.clerk, reverse("cases:desk_signers", args=[filed.pk])
    yield town.clerk, reverse("cases:sign_at_window", args=[filed.pk, present.pk])
    yield town.clerk, reverse("cases:desk_case", args=[filed.pk])


def _joining(town: Town) -> Iterator[tuple[Actor, str]]:
    material = Material.objects.filter(case=town.draft).earliest("pk")
    attach_file(material, named_photo(WIDE, "二.jpg"), name="二.jpg", by=town.boss)
    scanned = Material.objects.filter(case=town.filed).earliest("pk")
    take_in_files(scanned, [named_photo(WIDE, f"{n}.jpg") for n in "一二"], replaces=True, by=town.clerk)
    yield town.boss, reverse("cases:apply_materials", args=[town.draft.pk])
    yield town.boss, reverse("cases:join_pages", args=[town.draft.pk, material.pk])
    yield town.clerk, reverse("cases:scan", args=[town.filed.pk, scanned.pk])
    yield town.clerk, reverse("cases:desk_join_pages", args=[town.filed.pk, scanned.pk])


def _talking(town: Town) -> Iterator[tuple[Actor, str]]:
    write_to_department(town.reviewed, text="请问还缺什么材料？", by=town.boss)
    write_to_applicant(town.reviewed, text="请补一份平面图，样式见附件。", files=[world.pdf()], by=town.clerk)
    write_to_department(town.reviewed, text="好的，周五前补上。", files=[world.pdf()], by=town.boss)
    yield town.boss, reverse("cases:talk", args=[town.reviewed.pk])
    yield town.boss, reverse("cases:space_case", args=[town.reviewed.pk])
    yield town.clerk, reverse("cases:questions")
    yield town.clerk, reverse("cases:desk_talk", args=[town.reviewed.pk])
    yield town.supervisor, reverse("cases:desk_talk", args=[town.reviewed.pk])


def _libraries(town: Town) -> Iterator[tuple[Actor, str]]:
    firm = Party.objects.get(pk=town.boss.party_id)
    facts = {"address": "张家港市杨舍镇沙洲中路48号", "investment": "80000000", "floor_area": "12500"}
    named = {"code": "2026-320582-40-01-100001", "name": "沙洲产业园1号地块项目", "source": "投资项目在线审批监管平台"}
    project = Project.objects.create(owner=firm, facts=facts, created_at=clock.now(), **named)
    for case in (town.reviewed, town.issued, town.filed):
        CaseProject.objects.create(case=case, project=project)
    learn_fact(firm, "legal_person", "123", source="市场主体登记库", verified=False)
    count_data_quality()
    for ago in range(1, 8):
        day, more = clock.today() - timedelta(days=ago), 10 * ago
        QualityDay.objects.create(day=day, enterprises=90, missing=200 + more, wrong=20 + more, expired=9 + ago)
    yield town.boss, reverse("cases:projects")
    yield town.boss, reverse("cases:project", args=[project.pk])
    yield town.boss, "/space/wallet/"
    yield town.boss, "/space/data/"
    yield town.clerk, reverse("cases:desk_project", args=[project.pk])
    yield town.supervisor, reverse("cases:data_quality")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_the_new_pages_are_sound(town: Town, browser: Browser, live_server: LiveServer, size: ViewportSize) -> None:
    found = []
    for actor, path in list(pages(town)):
        with opened(browser, live_server.url, actor, size) as page:
            found += findings(page, path)
    assert found == []


def test_pages_are_moved_and_turned_by_buttons_and_joined_in_that_order(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    """C-01: what the buttons do is what the plain form sends."""
    material = Material.objects.filter(case=town.draft).earliest("pk")
    attach_file(material, named_photo(WIDE, "二.jpg"), name="二.jpg", by=town.boss)
    with opened(browser, live_server.url, town.boss, PHONE) as page:
        page.goto(reverse("cases:apply_materials", args=[town.draft.pk]))
        page.get_by_role("link", name="合并成一个 PDF").click()
        second = page.locator("[data-page]").nth(1)
        second.get_by_role("button", name="旋转").click()
        second.get_by_role("button", name="上移").click()
        expect(page.locator("[data-page]").first).to_contain_text("二.jpg")
        page.get_by_role("button", name="合并").click()
        expect(page.get_by_role("button", name="拆开")).to_be_visible()
        page.get_by_role("button", name="拆开").click()
        expect(page.get_by_role("link", name="合并成一个 PDF")).to_be_visible()
    assert [row.name for row in material.files.all()] == ["平面图.pdf", "二.jpg"]
