"""Journey 9: a visitor in the hall."""

import re
import time

from playwright.sync_api import expect

from tests.smoke.day import CLERK, FOOD, Day
from tests.smoke.people import Person, person

A_SECOND = 1.0
LISTEN = """
window.said = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  speak(voice) {
    window.said.push({words: voice.text, at: Date.now() / 1000, language: voice.lang});
    setTimeout(() => voice.onend?.(), 20);
  },
  cancel() {},
}});
"""
"""Stands for the voices of a machine and remembers what they say: a browser without a screen has none."""


def take_a_number(day: Day) -> None:
    """9: card on the kiosk's reader, ticket for an item; the clerk calls, the screen shows and speaks it within a
    second, the intake opens with the visitor's data."""
    kiosk, kiosk_token, screen_token, party, name = hall_facts(day)
    with person(day.product, day.browser) as visitor, person(day.product, day.browser) as passer_by:
        passer_by.context.add_init_script(LISTEN)
        passer_by.go(f"/screens/{screen_token}/")
        passer_by.page.wait_for_timeout(1500)
        visitor.go(f"/kiosk/{kiosk_token}/")
        lay_card(visitor, kiosk, party)
        visitor.page.wait_for_url(re.compile(r"/kiosk/[^/]+/.+"))
        visitor.go(f"/kiosk/{kiosk_token}/choose/?q={FOOD}")
        visitor.page.locator(f"button:has-text('{FOOD}'), a.gp-ktile:has-text('{FOOD}')").first.click()
        number = visitor.page.locator("[data-ticket-number]").inner_text().strip()
        with person(day.product, day.browser) as clerk:
            clerk.sign_in_staff(CLERK, "/desk/window/")
            called_at = call_until(clerk, number)
            hears_and_sees(passer_by, number, called_at)
            intake_opens(clerk, name)


def call_until(clerk: Person, number: str) -> float:
    """Call the next one, and finish with him, until the number is called; the moment of that call's answer."""
    for _turn in range(12):
        with clerk.page.expect_response(re.compile("/desk/window/call/")):
            clerk.page.locator("form[action*='/desk/window/call/'] button").first.click()
        answered_at = time.time()
        clerk.page.wait_for_load_state()
        if clerk.page.locator("[data-serving]").inner_text().strip() == number:
            return answered_at
        clerk.go("/desk/window/")
        clerk.page.locator("button[value=finish]").first.click()
        clerk.page.wait_for_load_state()
    raise AssertionError(f"{number} was never called")


def hears_and_sees(passer_by: Person, number: str, called_at: float) -> None:
    """The number stands large on the screen, and a voice said it within a second of the call."""
    expect(passer_by.page.locator(f"[data-calls]:has-text('{number}')")).to_be_visible()
    passer_by.page.wait_for_function("number => said.some(one => one.words.includes(number))", arg=number)
    first = next(one for one in passer_by.page.evaluate("said") if number in one["words"])
    assert re.fullmatch(rf"请 {number} 号到 \S+ 窗口", first["words"]) and first["language"] == "zh-CN", first
    assert first["at"] - called_at <= A_SECOND, first["at"] - called_at


def intake_opens(clerk: Person, name: str) -> None:
    """The window's page knows visitor and item; one key opens the application, which bears the visitor's name."""
    person_here = clerk.page.locator(".gp-ident")
    for words in (name, "刷卡识别"):
        expect(person_here).to_contain_text(words)
    expect(person_here).to_contain_text(re.compile(r"320\*+\d{3}[\dX]"))
    expect(clerk.page.locator(".gp-itemline")).to_contain_text(FOOD)
    clerk.page.keyboard.press("Alt+1")
    clerk.page.click("main button[type=submit]:has-text('收件')")
    clerk.page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))
    expect(clerk.page.locator(".gp-ident")).to_contain_text(name)
    expect(clerk.page.locator(".gp-itemline")).to_contain_text(FOOD)


def lay_card(visitor: Person, kiosk: str, party: str) -> None:
    """Lay a citizen's card on the simulated reader of this kiosk."""
    other = visitor.context.new_page()
    other.goto(f"{visitor.product.site}/trial/reader/?place=kiosk-{kiosk}")
    other.locator(f"button[name=party][value='{party}']").first.click()
    other.close()


def hall_facts(day: Day) -> list[str]:
    """Key and token of the main hall's kiosk, token of the screen where the clerk sits, key and name of a citizen."""
    code = (
        "from hall_devices.models import Device; from hall_devices.trial import trial_token_of;"
        "from identity.models import Account, Duty;"
        f"zone = Duty.objects.get(staff__account__username='{CLERK}').window.zone;"
        "kiosk = Device.objects.filter(kind='kiosk', hall=zone.hall)[0];"
        "screen = Device.objects.filter(kind='screen', zone=zone)[0];"
        "party = Account.objects.get(username='citizen-09').party;"
        "print(kiosk.pk, trial_token_of(kiosk), trial_token_of(screen), party.pk, party.name)"
    )
    return day.product.shell(code).split()
