"""Call a ticket: from the clerk's click to the message on every screen of the hall, through web, Redis and live."""

import json
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
from django.conf import settings

from bench.measuring import statements_of
from core.streams import make_stream_token
from hall_devices.announcements import channel_of
from hall_devices.queries import at_window
from hall_devices.services.calling import call_next
from hall_devices.services.tickets import take_ticket
from identity.models import Window
from tests.client import signed_in
from tests.hall_devices import hall

SCREENS = 20
GOAL_MS = 300
PATIENCE_SECONDS = 10


class Screens:
    """Listeners of one hall; each notes the number it was told and when."""

    def __init__(self, live: str, channel: str) -> None:
        self.told: dict[str, list[float]] = {}
        self.changed = threading.Condition()
        self.listening = 0
        self._address, self._query = f"{live}/live/{channel}", {"token": make_stream_token(channel)}
        for _screen in range(SCREENS):
            threading.Thread(target=self._listen, daemon=True).start()

    def until(self, ready: object, what: str) -> None:
        """Wait until `ready()` holds."""
        with self.changed:
            if not self.changed.wait_for(ready, PATIENCE_SECONDS):  # type: ignore[arg-type]
                raise RuntimeError(f"{what} did not happen within {PATIENCE_SECONDS} s")

    def _listen(self) -> None:
        """Until the live process ends."""
        listening = httpx.stream("GET", self._address, params=self._query, timeout=None, trust_env=False)
        with suppress(httpx.TransportError), listening as answer:
            for line in answer.iter_lines():
                at = time.perf_counter()
                with self.changed:
                    if line.startswith("retry"):
                        self.listening += 1
                    elif line.startswith("data: ") and (message := json.loads(line[6:]))["event"] == "called":
                        self.told.setdefault(message["ticket"], []).append(at)
                    self.changed.notify_all()


def measure(site: str, live: str, calls: int) -> list[str]:
    """Lines of the report."""
    window = hall.window()
    business = hall.business(window)
    clerk = hall.clerk(window)
    for _ticket in range(calls + 2):
        take_ticket(business, by=hall.DEVICE)
    call_next(window, seen=None, by=clerk)
    present = at_window(window).get().pk
    statements = statements_of(lambda: call_next(window, seen=present, by=clerk))
    screens = Screens(live, channel_of(window.zone.hall_id))
    screens.until(lambda: screens.listening == SCREENS, "listening of all screens")
    with _clicking(site, signed_in(clerk).cookies[settings.SESSION_COOKIE_NAME].value) as click:
        took = sorted(_call(window, screens, click) for _turn in range(calls))
    answered = [one for one, _slowest in took]
    slowest = sorted(slowest for _one, slowest in took)
    to_screen, to_clerk = ([_share(values, percent) for percent in (50, 95)] for values in (slowest, answered))
    return [
        f"call a ticket, {SCREENS} screens: {statements} SQL statements in the service, {calls} calls",
        f"  click → last screen: p50 {to_screen[0]:.0f} ms, p95 {to_screen[1]:.0f} ms (goal {GOAL_MS} ms)",
        f"  click → answer to the clerk: p50 {to_clerk[0]:.0f} ms, p95 {to_clerk[1]:.0f} ms",
    ]


def _call(window: Window, screens: Screens, click: "Clicking") -> tuple[float, float]:
    """One call: milliseconds until the clerk's browser was answered, and until the last screen was told."""
    seen = at_window(window).get().pk
    begun = time.perf_counter()
    click(seen)
    answered = time.perf_counter()
    number = at_window(window).get().number
    screens.until(lambda: len(screens.told.get(number, [])) == SCREENS, f"telling all screens of {number}")
    return (answered - begun) * 1000, (max(screens.told[number]) - begun) * 1000


class Clicking:
    """The clerk's browser on the button “call the next”."""

    def __init__(self, browser: httpx.Client) -> None:
        self._browser = browser
        browser.get("/desk/window/").raise_for_status()
        self._token = browser.cookies[settings.CSRF_COOKIE_NAME]

    def __call__(self, seen: int) -> None:
        answer = self._browser.post(f"/desk/window/call/?seen={seen}", data={"csrfmiddlewaretoken": self._token})
        if answer.status_code != 302:
            raise RuntimeError(f"{answer.status_code} {answer.text[:300]}")


@contextmanager
def _clicking(site: str, session: str) -> Iterator[Clicking]:
    cookies = {settings.SESSION_COOKIE_NAME: session}
    with httpx.Client(base_url=site, cookies=cookies, trust_env=False, timeout=30) as browser:
        yield Clicking(browser)


def _share(values: list[float], percent: int) -> float:
    """The value below which so many percent of `values` lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
