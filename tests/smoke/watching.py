"""Journey 8: the supervisor watches the clocks."""

import re
import time
from collections import Counter

from tests.smoke.day import FOOD, Day, accept, file_case
from tests.smoke.people import Person, person

A_MINUTE = 60
PROMISE, LAW = ("黄牌", "S-05"), ("红牌", "S-06")
"""The card for a passed promise and the one for a passed statutory limit, with their rules."""


def watch_deadlines(day: Day) -> None:
    """8: beyond the promise a yellow card, beyond the statutory limit a red one, within a minute, each once, with a
    message to the handler."""
    case, _receipt = file_case(day, FOOD, "13800072026")
    number = accept(day, case)
    with person(day.product, day.browser) as supervisor, person(day.product, day.browser) as handler:
        supervisor.sign_in_staff("46038-9", f"/supervision/cases/{case}/")
        handler.sign_in_staff("31001-2", "/messages/")
        fall_due(day, case, "promised")
        wait_for_card(supervisor, PROMISE)
        wait_for_message(handler, number, PROMISE)
        fall_due(day, case, "statutory")
        wait_for_card(supervisor, LAW)
        wait_for_message(handler, number, LAW)
        time.sleep(20)
        supervisor.page.reload()
        handler.page.reload()
        for card in (PROMISE, LAW):
            assert cards(supervisor)[card] == 1, cards(supervisor)
            assert messages(handler, number, card) == 1
        supervisor.go("/supervision/")
        supervisor.sees("红牌")


def fall_due(day: Day, case: str, kind: str) -> None:
    """Let a clock of the case fall due now: it began so long ago that its days are over."""
    day.product.shell(
        "from datetime import timedelta; from cases.models import Clock, ClockLine; from cases.services import arming;"
        "from cases.rules.limits import limit_of_item; from core.deadlines import Unit;"
        "from core.queries.calendar import working_calendar; from identity.actors import SYSTEM;"
        f"found = Clock.objects.get(case_id={case}, kind='{kind}');"
        "found.started_at -= timedelta(days=3 * found.budget + 15);"
        "limit = limit_of_item(found.budget, Unit(found.unit));"
        "lines = arming.start([(found, limit)], working_calendar(), by=SYSTEM);"
        "found.save(); ClockLine.objects.bulk_create(lines)"
    )


def wait_for_card(supervisor: Person, card: tuple[str, str]) -> None:
    """The page of the case shows the card within a minute."""
    until = time.monotonic() + A_MINUTE
    while not cards(supervisor)[card]:
        assert time.monotonic() < until, f"no {card} within a minute"
        time.sleep(1)
        supervisor.page.reload()


def cards(supervisor: Person) -> Counter[tuple[str, str]]:
    """Cards with their rules on the page of a case, and how often each is there."""
    titles = supervisor.page.locator(".gp-opinions .gp-timeline__title").all_inner_texts()
    return Counter(found.group(1, 2) for title in titles if (found := re.search(r"(\S+牌) (S-\d+)", title)))


def wait_for_message(handler: Person, number: str, card: tuple[str, str]) -> None:
    """The handler's inbox has it soon after the card."""
    until = time.monotonic() + A_MINUTE
    while not messages(handler, number, card):
        assert time.monotonic() < until, f"nobody was told of {card}"
        time.sleep(1)
        handler.page.reload()


def messages(handler: Person, number: str, card: tuple[str, str]) -> int:
    """How many messages of the inbox tell of this card of this case."""
    found = handler.page.locator(".gp-rows li", has_text=number)
    for words in card:
        found = found.filter(has_text=words)
    return found.count()
