"""The whole product on one machine under one roof: `python -m govportal.runner`, which is what `make demo` runs.

Starts database and broker (embedded unless addresses are given), prepares the demonstration, runs web, live, worker,
beat, a gateway to pay at and, unless the environment names others, a carrier and a register; stops it all on Ctrl-C,
SIGTERM or SIGHUP. A child that dies is started again; one that keeps dying ends the run with exit code 1. Database and
broker are looked after in the same way.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import time
from pathlib import Path

import httpx

from govportal import processes
from govportal.children import Child, ChildKeepsDying, say
from govportal.demo.accounts import accounts_table
from govportal.embedded.places import PlaceUnusable, trial_place
from govportal.embedded.services import Embedded, services
from govportal.trial_partners import introduce_carrier, introduce_register

PROJECT = Path(__file__).resolve().parent.parent
NAMES = ("web", "live", "worker", "beat")
TRIAL_NAMES = (*NAMES, "gateway")
"""What runs everywhere, and what the trial has besides: somebody to pay to."""
PATIENCE_SECONDS = 30.0
WATCH_SECONDS = 3.0
WATCH_FAILURES = 5
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Unstartable(Exception):
    """The product cannot start; the text says why."""


class Runner:
    """One run: prepare, start, watch, stop."""

    def __init__(self, embedded: Embedded, *, bare: bool) -> None:
        self.embedded = embedded
        self.stopped = asyncio.Event()
        self.preparation = Child(
            "prepare", [sys.executable, "manage.py", "prepare_demo", *(["--bare"] if bare else [])]
        )
        self.children = [Child(name, [sys.executable, "-m", "govportal.processes", name]) for name in TRIAL_NAMES]
        if carrier := introduce_carrier(os.environ["SITE_URL"]):
            self.children.append(Child("carrier", carrier))
        if register := introduce_register():
            self.children.append(Child("register", register))
        self.begun = time.monotonic()

    async def run(self) -> None:
        """Until a signal or a failure. Raises Unstartable or ChildKeepsDying after everything has stopped."""
        loop = asyncio.get_running_loop()
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, self._stop_signal)
        work = asyncio.create_task(self._work())
        ending = asyncio.create_task(self.stopped.wait())
        await asyncio.wait({work, ending}, return_when=asyncio.FIRST_COMPLETED)
        say("run", "stopping …")
        await asyncio.gather(*(child.stop() for child in [self.preparation, *self.children]))
        ending.cancel()
        work.cancel()
        result = (await asyncio.gather(work, return_exceptions=True))[0]
        if isinstance(result, Exception):
            raise result

    def _stop_signal(self) -> None:
        """The first time ask politely, the second time do not."""
        if self.stopped.is_set():
            for child in self.children:
                child.kill()
        self.stopped.set()

    async def _work(self) -> None:
        if await self.preparation.run_once() != 0:
            raise Unstartable("the preparation failed; its last lines are above")
        await asyncio.gather(
            *(child.keep_running() for child in self.children), self._watch_servers(), self._announce()
        )

    async def _watch_servers(self) -> None:
        failures = 0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await asyncio.to_thread(self.embedded.revive)
            except PlaceUnusable as failure:
                failures += 1
                say("run", f"database or broker does not come back: {failure}")
                if failures == WATCH_FAILURES:
                    raise
            else:
                failures = 0

    async def _announce(self) -> None:
        site = os.environ["SITE_URL"]
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            complain_at = time.monotonic() + PATIENCE_SECONDS
            while (state := await _readiness(client, f"{site}/healthz/ready")) is not None:
                if time.monotonic() > complain_at:
                    say("run", f"still waiting: {state}")
                    complain_at = time.monotonic() + PATIENCE_SECONDS
                await asyncio.sleep(0.3)
        say("run", f"ready after {time.monotonic() - self.begun:.0f} s: {site}/")
        for line in accounts_table().splitlines():
            say("run", line)
        say("run", "Ctrl-C stops everything; what was entered stays")


async def _readiness(client: httpx.AsyncClient, url: str) -> str | None:
    """None when everything is ready, else what is known about the reason."""
    try:
        answer = await client.get(url)
    except httpx.HTTPError as failure:
        return f"the web process does not answer ({type(failure).__name__})"
    return None if answer.status_code == 200 else answer.text


def _set_addresses() -> None:
    """Where browsers will find pages and streams. Raises Unstartable when a port is taken."""
    for host, port in (processes.web_address(), processes.live_address(), processes.gateway_address()):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as reason:
                raise Unstartable(
                    f"port {port} is taken ({reason.strerror}); name another: make demo PORT=8010"
                ) from None
    web, live = processes.web_address()[1], processes.live_address()[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govportal.settings.trial")
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{web}")
    os.environ.setdefault("LIVE_URL", f"http://127.0.0.1:{live}/live/")
    os.environ.setdefault("LIVE_ORIGINS", f"http://127.0.0.1:{web},http://localhost:{web}")


def main() -> None:
    """Run until stopped; exit code 0 after a signal, 1 after a failure."""
    parser = argparse.ArgumentParser(prog="python -m govportal.runner", description="Run the product on this machine.")
    parser.add_argument("--bare", action="store_true", help="tables only, nothing of the demonstration")
    bare = parser.parse_args().bare
    os.chdir(PROJECT)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: sys.exit(128 + received))
    try:
        _set_addresses()
        say("run", "starting database and broker")
        with services(trial_place(PROJECT)) as embedded:
            asyncio.run(_run(embedded, bare))
        say("run", "stopped")
    except (Unstartable, ChildKeepsDying, PlaceUnusable) as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)


async def _run(embedded: Embedded, bare: bool) -> None:
    await Runner(embedded, bare=bare).run()


if __name__ == "__main__":
    main()
