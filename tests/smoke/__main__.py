"""`python -m tests.smoke`: starts the product in a fresh folder and drives the journeys; names as arguments
run some.
"""

import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.browser.chromium import chromium
from tests.smoke import journeys, watching
from tests.smoke.journeys import Day
from tests.smoke.people import make_files
from tests.smoke.product import running_product

JOURNEYS: list[Callable[[Day], None]] = [
    journeys.apply_for_a_licence,
    journeys.accept_at_the_window,
    journeys.decide_along_the_route,
    journeys.issue_and_verify,
    journeys.receive_and_rate,
    journeys.correct_decline_refuse_withdraw,
    journeys.ask_for_progress,
    watching.watch_deadlines,
    watching.take_a_number,
    watching.tell_the_province,
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
        checked = product.manage("check_invariants")
        print(checked.stdout)
        failures += checked.returncode != 0
    print(f"smoke: {len(chosen)} journeys, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
