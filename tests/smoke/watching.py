"""Journeys 8 to 10: supervision, the hall, the provincial platform."""

import json
import time
import urllib.request
from typing import Any

from tests.smoke.journeys import FOOD, Day, file_case
from tests.smoke.people import person

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
    """Let a clock of the case fall due now, as if the days had passed."""
    day.product.shell(
        "from cases.models import Clock; from core import clock; now = clock.now();"
        f"found = Clock.objects.filter(case_id={case}, kind='{kind}');"
        "found.update(next_at=now, due_at=now, warned=True)"
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
