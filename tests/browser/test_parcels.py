"""Pages of handing out and of parcels, for whoever works there, wide and narrow, with the real carrier."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, ViewportSize
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from cases.services.handing import choose_delivery
from cases.services.intake import pass_precheck
from cases.services.mailing import SCANS, compare_papers, hand_in_scans, mail_papers
from core import clock
from deliveries.carriers import carriers
from deliveries.models import DeliveryWay, Parcel
from deliveries.services.reconciling import reconcile
from deliveries.services.tracking import ask
from identity.actors import SYSTEM, Actor
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.visits import findings, opened
from tests.cases.results import follow, issued
from tests.cases.walks import filed
from tests.deliveries.carrier import HOME, TrialCarrier, running_carrier

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.usefixtures("calendar"),
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


@dataclass(frozen=True)
class Post:
    """One applicant with a case of each kind, and who works on them."""

    applicant: Actor
    clerk: Actor
    supervisor: Actor
    fetched: Case
    failed: Case
    mailed: Case
    differing: Case


@pytest.fixture
def post(settings: Settings) -> Post:
    """Built in a thread of its own, for sealing runs an event loop too."""
    with running_carrier() as carrier, ThreadPoolExecutor(1) as thread:
        settings.CARRIERS = carrier.terms()
        return thread.submit(_built, carrier).result()


def _built(carrier: TrialCarrier) -> Post:
    try:
        return _arranged(carrier)
    finally:
        connections.close_all()


def _arranged(carrier: TrialCarrier) -> Post:
    applicant, clerk = world.citizen(name="王秀英"), world.staff("窗口受理岗")
    fetched, failed = issued(applicant), issued(applicant)
    choose_delivery(fetched, way=DeliveryWay.WINDOW, by=SYSTEM)
    ends = {"recipient": HOME.name, "phone": HOME.phone, "address": HOME.address}
    choose_delivery(failed, way=DeliveryWay.COURIER, **ends, by=SYSTEM)
    mailed, differing = (pass_precheck(filed(applicant, visits=1).case, by=clerk) for _case in range(2))
    for case in (mailed, differing):
        papers = mail_papers(case, sender=HOME, contents=["申请书", "平面图"], by=applicant)
        hand_in_scans(papers, {name: world.pdf() for name in SCANS}, by=applicant)
    follow()
    moved(carrier, failed, 4, "returned")
    moved(carrier, mailed, 2)
    moved(carrier, differing, 4)
    compare_papers(differing.mailed_papers.get(), agrees=False, mismatch="平面图与上传文件不是同一版本", by=clerk)
    carrier.behave(wrong=True)
    reconcile(carriers()[0], clock.today())
    Parcel.objects.filter(of_case__case=mailed).update(created_at="2026-03-02T00:00Z")
    follow()
    return Post(applicant, clerk, world.staff("监察岗", "监委"), fetched, failed, mailed, differing)


def moved(carrier: TrialCarrier, case: Case, steps: int, end: str = "signed") -> None:
    """The parcel of this case goes on and we hear of it."""
    carrier.behave(end=end)
    parcel = parcel_of(case)
    carrier.advance(parcel.waybill, steps)
    ask(parcel)
    follow()


def parcel_of(case: Case) -> Parcel:
    return Parcel.objects.get(of_case__case=case)


def pages_of(post: Post) -> list[tuple[Actor, list[str]]]:
    """Who looks at what."""
    cases = (post.fetched, post.failed, post.mailed, post.differing)
    citizen = [
        *(reverse("cases:space_case", args=[case.pk]) for case in cases),
        *(reverse(f"cases:{name}", args=[post.mailed.pk]) for name in ("choose_delivery", "mail_papers")),
        reverse("cases:hand_in_scans", args=[post.mailed.pk]),
    ]
    clerk = [
        *("/desk/handing-out/", "/desk/handing-out/?q=没有这个人", "/desk/parcels/", "/desk/parcels/?tab=papers"),
        *(reverse(f"cases:{name}", args=[post.fetched.pk]) for name in ("hand_over", "deliver_otherwise", "desk_case")),
        *(reverse("cases:parcel", args=[parcel_of(case).pk]) for case in cases[1:]),
        reverse("cases:desk_case", args=[post.failed.pk]),
    ]
    return [(post.applicant, citizen), (post.clerk, clerk), (post.supervisor, [reverse("deliveries:accounts")])]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_parcels_is_for_everybody(
    post: Post, browser: Browser, live_server: LiveServer, size: ViewportSize
) -> None:
    wrong = []
    for actor, paths in pages_of(post):
        with opened(browser, live_server.url, actor, size) as page:
            wrong += [one for path in paths for one in findings(page, path)]
    assert wrong == []


def test_a_clerk_hands_a_result_over_from_the_keyboard(post: Post, browser: Browser, live_server: LiveServer) -> None:
    """C-21, D-16: found by name, opened, checked, signed for, handed over."""
    with opened(browser, live_server.url, post.clerk, DESKTOP) as page:
        page.goto("/desk/handing-out/")
        page.keyboard.press("F4")
        page.keyboard.type(str(post.fetched.receipt_no))
        page.keyboard.press("Enter")
        page.wait_for_url("**q=*")
        page.keyboard.press("Escape")
        page.locator("main a", has_text="发放").last.click()
        page.get_by_label("身份证号").fill(post.fetched.applicant.code)
        page.get_by_label("已在纸质送达回证上签名").check()
        page.get_by_role("button", name="发放").click()
        page.wait_for_url("**/desk/cases/*/")
        assert "已发放，办件办结" in page.inner_text("body")
