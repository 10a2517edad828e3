"""Journeys 8 to 10: supervision, the hall, the provincial platform."""

import json
import re
import time
import urllib.request
from typing import Any

from playwright.sync_api import expect

from tests.smoke.journeys import FOOD, Day, file_case
from tests.smoke.people import Person, person

A_MINUTE = 60


def watch_deadlines(day: Day) -> None:
    """8: beyond the promise a yellow card, beyond the statutory limit a red one, within a minute, each once."""
    case = file_case(day, FOOD, "13800072026")
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff("31001-1", f"/desk/cases/{case}/")
        clerk.page.click("button[value=accept]")
        clerk.sees("已受理，办件编号")
    fall_due(day, case, "promised")
    cards(day, case, {"yellow"})
    fall_due(day, case, "statutory")
    cards(day, case, {"yellow", "red"})
    time.sleep(20)
    assert sorted(found_cards(day, case)) == ["red", "yellow"]
    with person(day.product, day.browser) as supervisor:
        supervisor.sign_in_staff("46038-9", "/supervision/")
        supervisor.sees("红牌")
        supervisor.go(f"/supervision/cases/{case}/")
        supervisor.sees("黄牌")
    with person(day.product, day.browser) as handler:
        handler.sign_in_staff("31001-2", "/messages/")
        handler.sees("红牌")


def fall_due(day: Day, case: str, kind: str) -> None:
    """Let a clock of the case fall due now: it began so long ago that its days are over."""
    day.product.shell(
        "from datetime import timedelta; from cases.models import Clock; from cases.services.clocks import arm;"
        "from core.queries.calendar import working_calendar;"
        f"found = Clock.objects.get(case_id={case}, kind='{kind}');"
        "found.started_at -= timedelta(days=3 * found.budget + 15);"
        "arm(found, (), working_calendar()); found.save()"
    )


def cards(day: Day, case: str, wanted: set[str]) -> None:
    """Wait at most a minute for these cards."""
    until = time.monotonic() + A_MINUTE
    while not wanted <= set(found_cards(day, case)):
        assert time.monotonic() < until, f"no {wanted} within a minute"
        time.sleep(2)


def found_cards(day: Day, case: str) -> list[str]:
    """Levels of the cards of a case for its promised and statutory clocks, warnings left out."""
    code = (
        "from supervision.models import Alarm;"
        f"found = Alarm.objects.filter(case_id={case}, rule__in=['S-05', 'S-06']).exclude(level='warning');"
        "print(' '.join(found.values_list('level', flat=True)))"
    )
    lines = day.product.shell(code).strip().splitlines()
    return lines[-1].split() if lines else []


def take_a_number(day: Day) -> None:
    """9: card on the kiosk's reader, ticket for an item; the clerk calls, the screen shows it within a second, the
    intake opens with the visitor's data."""
    kiosk, kiosk_token, screen_token, party = hall_facts(day)
    with person(day.product, day.browser) as visitor, person(day.product, day.browser) as passer_by:
        passer_by.go(f"/screens/{screen_token}/")
        passer_by.page.wait_for_timeout(1500)
        visitor.go(f"/kiosk/{kiosk_token}/")
        lay_card(visitor, kiosk, party)
        visitor.page.wait_for_url(re.compile(r"/kiosk/[^/]+/.+"))
        visitor.go(f"/kiosk/{kiosk_token}/choose/?q={FOOD}")
        visitor.page.locator(f"button:has-text('{FOOD}'), a.gp-ktile:has-text('{FOOD}')").first.click()
        number = visitor.page.locator("[data-ticket-number]").inner_text().strip()
        with person(day.product, day.browser) as clerk:
            clerk.sign_in_staff("31001-1", "/desk/window/")
            called = call_until(clerk, number)
            shown = passer_by.page.locator(f"[data-calls]:has-text('{called}'), #hall-list:has-text('{called}')")
            expect(shown.first).to_be_visible(timeout=1500)
            clerk.go("/desk/window/")
            clerk.sees(number)
            clerk.sees("320")


def call_until(clerk: Person, number: str) -> str:
    """Call the next one, and finish with him, until the number is called."""
    for _turn in range(12):
        clerk.page.locator("form[action*='/desk/window/call/'] button").first.click()
        clerk.page.wait_for_load_state()
        if clerk.page.locator("[data-serving]").inner_text().strip() == number:
            return number
        clerk.go("/desk/window/")
        clerk.page.locator("button[value=finish]").first.click()
        clerk.page.wait_for_load_state()
    raise AssertionError(f"{number} was never called")


def lay_card(visitor: Person, kiosk: str, party: str) -> None:
    """Lay a citizen's card on the simulated reader of this kiosk."""
    other = visitor.context.new_page()
    other.goto(f"{visitor.product.site}/trial/reader/?place=kiosk-{kiosk}")
    other.locator(f"button[name=party][value='{party}']").first.click()
    other.close()


def hall_facts(day: Day) -> list[str]:
    """Key and token of the main hall's kiosk, token of the screen where the clerk sits, key of a citizen."""
    code = (
        "from hall_devices.models import Device; from hall_devices.trial import trial_token_of;"
        "from identity.models import Account, Duty;"
        "zone = Duty.objects.get(staff__account__username='31001-1').window.zone;"
        "kiosk = Device.objects.filter(kind='kiosk', hall=zone.hall)[0];"
        "screen = Device.objects.filter(kind='screen', zone=zone)[0];"
        "party = Account.objects.get(username='citizen-09').party_id;"
        "print(kiosk.pk, trial_token_of(kiosk), trial_token_of(screen), party)"
    )
    return day.product.shell(code).strip().splitlines()[-1].split()


def tell_the_province(day: Day) -> None:
    """10: every change reaches the platform in order, once, although it is down, slow or answers twice."""
    receipt = day.notes["receipt"]
    rows = wait_for_rows(day, receipt, "up_pro_result")
    sequences = [row["sequence"] for row in rows]
    assert sequences == sorted(set(sequences)), sequences
    behave(day, "down")
    case = file_case(day, FOOD, "13800082026")
    number = day.product.shell(f"from cases.models import Case; print(Case.objects.get(pk={case}).receipt_no)").split()[
        -1
    ]
    time.sleep(5)
    assert rows_of(day, number) == []
    behave(day, "well")
    assert wait_for_rows(day, number, "up_pro_process")
    count = (
        "from linkage.models import PartnerResult;"
        f"print(PartnerResult.objects.filter(case_id={day.notes['case']}).count())"
    )
    assert day.product.shell(count).split()[-1] == "1"


def wait_for_rows(day: Day, receipt: str, table: str) -> list[dict[str, Any]]:
    """Rows the platform holds of a case, once one of this table is among them."""
    until = time.monotonic() + 2 * A_MINUTE
    while True:
        rows = rows_of(day, receipt)
        if any(row["table"] == table for row in rows):
            return rows
        assert time.monotonic() < until, f"{table} of {receipt} never arrived: {[row['table'] for row in rows]}"
        time.sleep(2)


def rows_of(day: Day, receipt: str) -> list[dict[str, Any]]:
    """What the platform holds of one case, in the order of arrival."""
    with urllib.request.urlopen(f"{day.product.province}/rows?receipt_no={receipt}", timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)["rows"]
        return found


def behave(day: Day, mode: str) -> None:
    """Tell the platform how to behave."""
    body = json.dumps({"mode": mode}).encode()
    urllib.request.urlopen(f"{day.product.province}/behave", body, timeout=10).close()
