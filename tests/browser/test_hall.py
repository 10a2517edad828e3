"""The hall in Chromium: a card on the reader, a number, a call on the wall, a case; no serious axe findings."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.conf import settings as django_settings
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from core.services.calendar import seed_calendar
from hall_devices.models import Device, DeviceKind, Ticket, TicketState
from hall_devices.readers.simulated import SimulatedReader
from hall_devices.services.calling import call_next
from hall_devices.services.tickets import take_ticket
from hall_devices.tokens import token_hash
from identity.actors import SYSTEM, Actor
from identity.models import Party
from tests import world
from tests.browser.chromium import AXE, DESKTOP, serious_findings
from tests.client import signed_in
from tests.govportal.conftest import PROJECT, free_port
from tests.hall_devices import hall

PORTRAIT, WALL = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


@pytest.fixture
def streams(live_server: LiveServer, settings: Settings) -> Iterator[None]:
    """A live process the pages of this server may listen to."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "govportal.processes", "live"],
        cwd=PROJECT,
        env=os.environ | {"LIVE_PORT": str(port), "LIVE_ORIGINS": live_server.url},
    )
    settings.LIVE_URL = f"http://127.0.0.1:{port}/live/"
    policy = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "connect-src": [*policy["connect-src"], settings.LIVE_URL]}
    }
    try:
        for _attempt in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/healthz/live", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


class Town:
    """A hall with two windows, their clerks, a machine of each kind, and a citizen."""

    def __init__(self) -> None:
        seed_calendar(range(2024, 2027), by=SYSTEM)
        self.windows = [hall.window("C01"), hall.window("C02")]
        self.business = hall.business(*self.windows, name="卫生许可")
        self.version = world.item()
        self.business.departments.add(self.version.item.department)
        self.clerks = [hall.clerk(window) for window in self.windows]
        self.person = Party.objects.get(pk=world.citizen(name="林晓").self_party_id)
        self.kiosk = hall.device(token="kiosk")
        hall.device(DeviceKind.SCREEN, "wall")
        Device.objects.create(
            **{"kind": DeviceKind.PAD, "name": "评价器", "hall": self.kiosk.hall, "window": self.windows[0]},
            token_hash=token_hash("pad"),
        )


@pytest.fixture
def town(live_server: LiveServer) -> Town:
    return Town()


def opened(browser: Browser, size: dict[str, int], actor: Actor | None = None, url: str = "") -> Page:
    """A page in a browser of its own, signed in as the actor; what the console complains of is kept."""
    context = browser.new_context(viewport=size, locale="zh-CN")
    context.set_default_timeout(15_000)
    if actor is not None:
        session = signed_in(actor).cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda raised: page.complaints.append(str(raised)))
    return page


def test_a_visitor_lays_his_card_and_the_wall_calls_him_and_the_clerk_opens_his_case(
    browser: Browser, live_server: LiveServer, streams: None, town: Town
) -> None:
    """Journey 9."""
    url = live_server.url
    kiosk, wall = opened(browser, PORTRAIT), opened(browser, WALL)
    wall.goto(f"{url}/screens/wall/")
    wall.evaluate("() => { window.said = []; window.gpSpeak = async (words) => { window.said.push(words); }; }")
    kiosk.goto(f"{url}/kiosk/kiosk/")
    assert serious_findings(kiosk) == []
    SimulatedReader(f"kiosk-{town.kiosk.pk}").lay(town.person)
    kiosk.wait_for_url("**/choose/")
    assert serious_findings(kiosk) == []
    kiosk.get_by_role("searchbox").fill("食品")
    kiosk.get_by_role("button", name="搜索").click()
    kiosk.get_by_role("button", name=re.compile(town.version.name)).click()
    expect(kiosk.locator("[data-ticket-number]")).to_have_text("C001")
    assert serious_findings(kiosk) == []

    desk = opened(browser, DESKTOP, town.clerks[0], url)
    desk.goto(f"{url}/desk/window/")
    desk.keyboard.press("F2")
    expect(desk.locator("[data-serving]")).to_have_text("C001")
    expect(wall.locator("[data-calls] [data-ticket]")).to_have_text("C001")
    expect(wall.locator("[data-calls] [data-window]")).to_have_text("C01")
    assert wall.evaluate("window.said[0]") == "请 C001 号到 C01 窗口"
    assert "林晓" in desk.inner_text("main") and town.person.code not in desk.content()
    assert serious_findings(desk) == []
    desk.keyboard.press("Alt+1")
    desk.wait_for_url("**/desk/cases/*/")
    assert "林晓" in desk.inner_text("main") and "C001" in desk.inner_text("main")

    kiosk.get_by_role("button", name="完成，清除我的信息").click()
    expect(kiosk.locator("#card-words")).to_have_text("请取走您的证件。")
    assert kiosk.complaints == wall.complaints == desk.complaints == []


def until_said(wall: Page, count: int) -> None:
    """Waits until the screen has spoken so many different sentences; the page's own policy forbids to wait inside."""
    for _turn in range(100):
        if len(set(wall.evaluate("window.said"))) == count:
            return
        wall.wait_for_timeout(100)
    raise AssertionError(wall.evaluate("window.said"))


def test_calls_of_the_same_second_are_all_shown_and_spoken(
    browser: Browser, live_server: LiveServer, streams: None, town: Town
) -> None:
    wall = opened(browser, WALL)
    for _ in range(2):
        take_ticket(town.business, by=hall.DEVICE)
    wall.goto(f"{live_server.url}/screens/wall/")
    wall.evaluate("() => { window.said = []; window.gpSpeak = async (words) => { window.said.push(words); }; }")
    wall.wait_for_timeout(500)

    def call(place: int) -> None:
        call_next(town.windows[place], seen=None, by=town.clerks[place])
        connections.close_all()

    with ThreadPoolExecutor(2) as both:
        list(both.map(call, (0, 1)))
    expect(wall.locator("[data-calls] [data-ticket]")).to_have_count(2)
    assert sorted(wall.locator("[data-calls] [data-ticket]").all_inner_texts()) == ["C001", "C002"]
    until_said(wall, 2)
    assert serious_findings(wall) == []
    expect(wall.locator("#hall-queues h2")).to_have_text("等候 0 人")


def test_a_screen_that_was_cut_off_reads_the_present_state(
    browser: Browser, live_server: LiveServer, town: Town, settings: Settings
) -> None:
    """Nothing depends on a message having arrived: without any stream the page itself is right."""
    settings.LIVE_URL = "/nowhere/"
    take_ticket(town.business, by=hall.DEVICE)
    call_next(town.windows[0], seen=None, by=town.clerks[0])
    wall = opened(browser, WALL)
    wall.goto(f"{live_server.url}/screens/wall/")
    expect(wall.locator("[data-calls] [data-ticket]")).to_have_text("C001")


def test_the_keypad_types_without_asking_the_server(browser: Browser, live_server: LiveServer, town: Town) -> None:
    kiosk = opened(browser, PORTRAIT)
    kiosk.goto(f"{live_server.url}/kiosk/kiosk/number/")
    for key in town.person.code:
        kiosk.get_by_role("button", name=key, exact=True).click()
    expect(kiosk.locator("#number")).to_have_value(town.person.code)
    assert serious_findings(kiosk) == []
    kiosk.get_by_role("button", name="继续").click()
    kiosk.wait_for_url("**/choose/")


def test_the_machine_goes_back_to_its_start_page_by_itself(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    """9.2."""
    kiosk = opened(browser, PORTRAIT)
    kiosk.clock.install()
    kiosk.goto(f"{live_server.url}/kiosk/kiosk/choose/")
    kiosk.clock.run_for(59_000)
    assert kiosk.url.endswith("/choose/")
    kiosk.clock.run_for(2_000)
    kiosk.wait_for_url("**/kiosk/kiosk/")


@pytest.mark.parametrize("path", ["queue/", "identify/", "items/", "transfer/", "pause/"])
def test_pages_of_the_window_are_free_of_serious_findings(
    browser: Browser, live_server: LiveServer, town: Town, path: str
) -> None:
    for state in (TicketState.PASSED, TicketState.WAITING):
        ticket = take_ticket(town.business, by=hall.DEVICE)
        Ticket.objects.filter(pk=ticket.pk).update(state=state)
    desk = opened(browser, DESKTOP, town.clerks[0], live_server.url)
    desk.goto(f"{live_server.url}/desk/window/{path}")
    assert serious_findings(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_pad_and_trial_page_are_free_of_serious_findings(browser: Browser, live_server: LiveServer, town: Town) -> None:
    page = opened(browser, {"width": 1280, "height": 800})
    for path in ("/pad/pad/", "/trial/reader/"):
        page.goto(f"{live_server.url}{path}")
        assert serious_findings(page) == []
