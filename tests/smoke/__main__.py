"""`python -m tests.smoke`: starts the product in a fresh folder and drives the journeys; names as arguments
run some.
"""

import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.browser.chromium import chromium
from tests.smoke import applying, deciding, hall, province, turning_back, watching, ways
from tests.smoke.day import Day
from tests.smoke.people import make_files
from tests.smoke.product import Product, running_product

JOURNEYS: list[Callable[[Day], None]] = [
    applying.apply_for_a_licence,
    applying.accept_at_the_window,
    deciding.decide_along_the_route,
    deciding.issue_and_verify,
    deciding.receive_and_rate,
    turning_back.correct_decline_refuse_withdraw,
    applying.ask_for_progress,
    watching.watch_deadlines,
    hall.take_a_number,
    province.tell_the_province,
    ways.hear_before_refusing,
    ways.renew_a_licence,
    ways.apply_by_express_mail,
    ways.promise_a_material,
    ways.pay_the_fee,
    ways.take_in_at_a_town,
]


def main(names: list[str]) -> int:
    """Run the journeys in order; exit code 1 when one fails or an invariant is broken afterwards."""
    chosen = [journey for journey in JOURNEYS if not names or journey.__name__ in names]
    failures = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product() as product,
        chromium() as browser,
    ):
        day = Day(product, browser, make_files(Path(folder)))
        for journey in chosen:
            begun = time.monotonic()
            try:
                journey(day)
                print(f"ok    {journey.__name__} ({time.monotonic() - begun:.0f} s)", flush=True)
            except Exception:
                failures += 1
                print(f"FAIL  {journey.__name__}", flush=True)
                traceback.print_exc()
        failures += not invariants_hold(product)
    print(f"smoke: {len(chosen)} journeys, {failures} failures")
    return 1 if failures else 0


def invariants_hold(product: Product) -> bool:
    """Ask all of them, the stored files too, once nothing is on its way any more."""
    try:
        product.wait_until_told()
    except RuntimeError:
        traceback.print_exc()
        return False
    checked = product.manage("check_invariants", "--all")
    print(checked.stdout, checked.stderr[-2000:], flush=True)
    return checked.returncode == 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))  # so that what was started is stopped too
    sys.exit(main(sys.argv[1:]))
