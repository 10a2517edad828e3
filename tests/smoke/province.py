"""Journey 10: what the provincial platform hears of a case, and what it says back."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.smoke.day import FOOD, REVIEWERS, Day, accept, decide, fetch_licence, file_case, issue
from tests.smoke.people import Person, person

APPLICANT = "13800082026"
ANSWER = "省级平台备案结果"
TWO_MINUTES = 120
UNAUTHORIZED = 401


def tell_the_province(day: Day) -> None:
    """10: every change reaches the platform in order, signed, once in effect, although it is down, then slow, then
    answers twice; its result is on the case once."""
    all_arrived_in_order(day, day.notes["case"], day.notes["receipt"])
    try:
        case, receipt = through_its_moods(day)
    finally:
        behave(day, "well")
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(APPLICANT)
        citizen.go(f"/space/cases/{case}/")
        wait_for(day, receipt, lambda held: held["answers"] > 1, "its answer, twice")
        all_arrived_in_order(day, case, receipt)
        the_answer_is_there_once(citizen, receipt)
        nobody_speaks_without_the_secret(day, receipt)
        the_answer_is_there_once(citizen, receipt)


def through_its_moods(day: Day) -> tuple[str, str]:
    """A case from its filing to its licence, while the platform is down, then slow, then answers twice."""
    behave(day, "down")
    case, receipt = file_case(day, FOOD, APPLICANT)
    accept(day, case)
    assert known_of(day, receipt)["rows"] == []
    behave(day, "slow")
    for username in REVIEWERS:
        decide(day, username, case, "approve")
    wait_for(day, receipt, lambda held: max(held["times"].values(), default=0) > 1, "a row that is sent again")
    behave(day, "twice")
    issue(day, case)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(APPLICANT)
        fetch_licence(citizen, case)
    wait_for(day, receipt, lambda held: held["answers"] > 0, "an answer")
    return case, receipt


def all_arrived_in_order(day: Day, case: str, receipt: str) -> None:
    """The platform holds every change of the case, each once, in the order in which they happened."""
    told = day.product.shell(
        "from core.models import EventRow; from linkage.exchange.rows import TABLES;"
        f"rows = EventRow.objects.filter(stream='case', stream_id={case}, name__in=[one.name() for one in TABLES]);"
        "print(*rows.order_by('sequence').values_list('sequence', flat=True))"
    )
    happened = [int(sequence) for sequence in told.split()]
    wait_for(day, receipt, lambda held: len(held["rows"]) >= len(happened), f"{len(happened)} rows")
    assert [row["sequence"] for row in known_of(day, receipt)["rows"]] == happened


def the_answer_is_there_once(citizen: Person, receipt: str) -> None:
    """The applicant sees what the platform sent back, one time."""
    citizen.page.reload()
    found = citizen.page.locator(".gp-timeline li", has_text=ANSWER)
    expect(found).to_have_count(1)
    expect(found).to_contain_text(f"已备案，备案号 苏备{receipt[-8:]}")


def nobody_speaks_without_the_secret(day: Day, receipt: str) -> None:
    """Neither side takes a word whose signature is wrong."""
    held = known_of(day, receipt)
    row = json.dumps({**held["rows"][0], "row_guid": "made-up"}).encode()
    assert refused(f"{day.product.province}/rows", row)
    assert known_of(day, receipt) == held
    answer = {"key": "made-up", "receipt_no": receipt, "title": ANSWER, "text": "冒名的结果"}
    assert refused(f"{day.product.site}/api/v1/exchange/results/", json.dumps(answer).encode())


def refused(address: str, body: bytes) -> bool:
    """Whether a message signed with a wrong secret is turned away as that of a stranger."""
    headers = {"Content-Type": "application/json", "X-Partner": "province"}
    headers |= {"X-Moment": str(int(time.time())), "X-Signature": "0" * 64}
    try:
        urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=10).close()
    except urllib.error.HTTPError as error:
        return error.code == UNAUTHORIZED
    return False


def wait_for(day: Day, receipt: str, holds: Callable[[dict[str, Any]], bool], what: str) -> None:
    """Wait until what the platform knows of the case is as wanted."""
    until = time.monotonic() + TWO_MINUTES
    while not holds(held := known_of(day, receipt)):
        arrived = [row["table"] for row in held["rows"]]
        assert time.monotonic() < until, f"{what} of {receipt} never came: {arrived} {held['times']} {held['answers']}"
        time.sleep(1)


def known_of(day: Day, receipt: str) -> dict[str, Any]:
    """The platform's own record of one case: rows in the order of arrival, how often each came, answers sent."""
    with urllib.request.urlopen(f"{day.product.province}/rows?receipt_no={receipt}", timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def behave(day: Day, mode: str) -> None:
    """Tell the platform how to behave."""
    body = json.dumps({"mode": mode}).encode()
    urllib.request.urlopen(f"{day.product.province}/behave", body, timeout=10).close()
