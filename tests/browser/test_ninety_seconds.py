"""A prepared case taken in from the keyboard: keys and clicks are counted and weighed by the keystroke-level model.

Card, Moran and Newell (1980): K one key of an average typist, P pointing, H homing to the mouse and back, M making up
one's mind. R is what the system may take for a page, CARD the laying down of a card, which the model does not know.
Nothing here looks at a clock: the seconds are computed from what was counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, CaseState, MaterialDemand, Resolver
from cases.services.gathering import demand_paper
from cases.services.intakes import open_intake
from core.identifiers import fictional_id_number
from core.services.files import store_file
from hall_devices.readers.simulated import SimulatedReader
from hall_devices.services.tickets import take_ticket
from hall_devices.services.visitors import read_number
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion
from spaces.models import TrustLevel
from spaces.services import keep_document, learn_fact
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.visits import findings, opened
from tests.hall_devices import hall
from tests.spaces.papers import licence

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
K, P, H, M, R, CARD = 0.28, 1.1, 0.4, 1.35, 1.0, 2.0
CLICK = P + H
GOAL = 90.0
LICENCE, PLAN, FORM = "营业执照", "平面图", "申请书"
FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), summary"


@dataclass
class Hands:
    """The clerk's hands: everything he does is counted."""

    page: Page
    keys: int = 0
    clicks: int = 0
    decisions: int = 0
    pages: int = 0
    cards: int = 0

    def press(self, chord: str, *, thinks: bool = True) -> None:
        self.keys += len(chord.split("+"))
        self.decisions += thinks
        self.page.keyboard.press(chord)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.decisions += 1
        self.page.keyboard.type(text)

    def arrives(self, address: str) -> None:
        self.pages += 1
        self.page.wait_for_url(address)

    @property
    def seconds(self) -> float:
        return self.keys * K + self.clicks * CLICK + self.decisions * M + self.pages * R + self.cards * CARD


@dataclass
class Desk:
    """A clerk at his window; somebody who holds everything but one paper waits for an item."""

    clerk: Actor
    version: ItemVersion
    person: Party
    lay_card: Callable[[], None]


@pytest.fixture
def desk(calendar: None) -> Desk:
    window = hall.window()
    business = hall.business(window)
    materials = [
        world.material(FORM),
        world.material(PLAN),
        world.material(LICENCE, source="government", licence=LICENCE),
    ]
    form = [
        {"key": "place", "label": "经营场所", "type": "address", "required": True, "prefill": "person.address"},
        {"key": "area", "label": "面积（平方米）", "type": "integer", "required": True},
    ]
    version = world.item(materials=materials, form=form)
    business.departments.add(version.item.department)
    person = Party.objects.get(pk=world.citizen(name="林晓").self_party_id)
    learn_fact(person, "address", "张家港市杨舍镇沙洲中路18号", source="户籍系统", verified=True)
    licence(person, name=LICENCE)
    stored = store_file(world.pdf(), name="a.pdf")
    keep_document(person, name=PLAN, stored=stored, file_name="平面图.pdf", trust=TrustLevel.B)
    take_ticket(business, version=version, reading=read_number(person.code, device=hall.device()), by=hall.DEVICE)
    return Desk(hall.clerk(window), version, person, lambda: SimulatedReader(f"window-{window.pk}").lay(person))


def test_a_prepared_case_is_taken_in_within_ninety_seconds_without_the_mouse(
    desk: Desk, browser: Browser, live_server: LiveServer
) -> None:
    """C-03, C-04, C-11: call, card, item, form, materials held and on paper, acceptance, the next one."""
    with opened(browser, live_server.url, desk.clerk, DESKTOP) as page:
        page.goto("/desk/window/")
        hands = Hands(page)
        hands.press("F2")
        expect(page.locator("[data-serving]")).to_have_text("C001")
        hands.press("F4")
        hands.arrives("**/identify/")
        desk.lay_card()
        hands.cards += 1
        hands.arrives("**/desk/window/")
        expect(page.locator(".gp-ident")).to_contain_text("刷卡识别")
        hands.press("Alt+1")
        hands.arrives("**/desk/cases/*/")
        hands.press("F8")
        hands.arrives("**/fill-in/")
        while not page.evaluate("document.activeElement.matches('[name=area]')"):
            hands.press("Tab", thinks=False)
        hands.type("120")
        hands.press("Alt+1")
        hands.arrives("**/desk/cases/*/")
        hands.press("F7")
        hands.pages += 1
        expect(page.locator(".gp-messages")).to_contain_text(PLAN)
        hands.press("P")
        hands.pages += 1
        expect(page.locator(".gp-messages")).to_contain_text("已收纸质材料")
        for _row in range(3):
            hands.press("A")
            hands.press("ArrowDown", thinks=False)
        hands.press("Alt+1")
        hands.pages += 1
        expect(page.locator(".gp-messages")).to_contain_text("已受理，办件编号")
        hands.press("Alt+8")
        hands.arrives("**/desk/window/")
        expect(page.locator(".gp-itemline")).to_contain_text(desk.version.name)
        assert page.complaints == []
    case = Case.objects.get()
    ways = {one.spec.name: one.resolver for one in case.materials.select_related("spec")}
    assert ways == {FORM: Resolver.PAPER, PLAN: Resolver.WALLET, LICENCE: Resolver.LICENCE}
    assert case.accepted_at is not None and case.state != CaseState.RECEIVED
    assert not MaterialDemand.objects.exists()
    assert hands.clicks == 0
    assert hands.keys <= 40, hands
    assert hands.seconds <= GOAL, (hands, hands.seconds)


def test_focus_goes_through_the_whole_screen_and_out_of_it(
    desk: Desk, browser: Browser, live_server: LiveServer
) -> None:
    """No trap: every control of the screen is reached by Tab alone, and a deed that was opened is left by Escape."""
    (case,) = open_intake([desk.version], applicant=desk.person, by=desk.clerk)
    with opened(browser, live_server.url, desk.clerk, DESKTOP) as page:
        page.goto(f"/desk/cases/{case.pk}/")
        page.evaluate(
            "s => document.querySelectorAll(s).forEach((e, n) => e.checkVisibility() && (e.dataset.number = n))",
            FOCUSABLE,
        )
        wanted = set(page.evaluate("[...document.querySelectorAll('[data-number]')].map(e => e.dataset.number)"))
        reached = set()
        for _step in range(len(wanted) + 10):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.dataset.number"))
        assert wanted <= reached
        page.keyboard.press("Alt+6")
        page.wait_for_url("**/decline/")
        expect(page.locator(".gp-asked")).to_contain_text("不予受理")
        expect(page.locator(".gp-checklist")).to_contain_text(FORM)
        page.keyboard.press("Escape")
        page.wait_for_url(f"**/desk/cases/{case.pk}/")


def test_the_empty_sheet_is_taken_before_the_filled_in_one_is_handed_in(
    desk: Desk, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    """Batch intake from the keyboard: the button that fetches the sheet does not lock the one that sends it."""
    filled, code = tmp_path / "batch.xlsx", fictional_id_number("320582", date(1988, 4, 9), 77)
    with opened(browser, live_server.url, desk.clerk, DESKTOP) as page:
        page.goto("/desk/batches/")
        with page.expect_download() as download:
            page.keyboard.press("Alt+2")
        download.value.save_as(filled)
        book = load_workbook(filled)
        headings = [cell.value for cell in next(book.worksheets[0].iter_rows())]
        said = dict(zip(headings, ["个人", "韩梅", code, "13900000001", "沙洲中路18号", "120"], strict=False))
        book.worksheets[0].append([said.get(heading, "") for heading in headings])
        book.save(filled)
        page.set_input_files("input[type=file]", filled)
        page.keyboard.press("Alt+1")
        expect(page.locator("table")).to_contain_text("韩梅")
        page.keyboard.press("Alt+1")
        expect(page.locator(".gp-messages")).to_contain_text("已全部收件")
        assert findings(page, page.url.removeprefix(live_server.url)) == []
    assert Case.objects.get().applicant_name == "韩梅"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_of_the_window_are_sound(
    desk: Desk, browser: Browser, live_server: LiveServer, size: dict[str, int]
) -> None:
    versions = [desk.version, world.item()]
    first, _second = open_intake(versions, applicant=desk.person, by=desk.clerk)
    plan = first.materials.get(spec__name=PLAN)
    demand_paper(plan, reason="原件上有手写批注，须留存纸质备查", by=desk.clerk)
    deeds = ("", "library/", "correct/", "decline/", f"scan/{plan.pk}/", "answers/fill-in/")
    mine = ["/desk/window/identify/", "/desk/window/items/", "/desk/window/items/?q=食品"]
    paths = [*mine, *(f"/desk/cases/{first.pk}/{deed}" for deed in deeds)]
    with opened(browser, live_server.url, desk.clerk, size) as page:
        assert [one for path in paths for one in findings(page, path)] == []
    with opened(browser, live_server.url, world.staff("监察岗", "监委"), size) as page:
        assert findings(page, "/desk/demands/") == []
    with opened(browser, live_server.url, world.citizen(), size) as page:
        assert findings(page, "/space/code/") == []
