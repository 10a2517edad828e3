"""`python -m bench`: operations a second, CPU, statements and the ratio to plain SQL, all in one run.

Everything is real: embedded PostgreSQL and Redis in a temporary folder, web, live and worker as in production.
Figures are ratios and counts first; absolute times belong to the machine they were measured on.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import django

from govportal.embedded.places import Place
from govportal.embedded.services import services

SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
STEPS = int(os.environ.get("BENCH_STEPS", "150"))
CALLS = int(os.environ.get("BENCH_CALLS", "200"))
ITEMS = (1000, int(os.environ.get("BENCH_ITEMS", "10000")))
STORED = (int(os.environ.get("BENCH_STORED", "100000")), 10 * int(os.environ.get("BENCH_STORED", "100000")))
OPEN = int(os.environ.get("BENCH_OPEN", "210000"))
GROWING = "growing"
BUDGETS_MB = {"web": 250, "worker": 300, "live": 120}


def main(part: str = "") -> None:
    """Measure and print everything, or what grows with the store alone."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "govportal.settings.trial"
    with tempfile.TemporaryDirectory(prefix="govportal-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GOVPORTAL_DATA"] = folder
        with services(Place(Path(folder))):
            django.setup()
            for line in growth() if part == GROWING else report():
                print(line, flush=True)


def report() -> Iterator[str]:
    """Lines of the whole report, each as soon as it is known; the import comes last, its drafts are not in force."""
    from django.core.management import call_command

    from bench import accepting, approving, calling, importing, living, searching, watching
    from bench.town import build_town
    from core.services.calendar import seed_calendar
    from identity.actors import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    seed_calendar(by=SYSTEM)
    town = build_town()
    with processes("web", "live") as (site, pids):
        yield from calling.measure(site, live_of(site), CALLS)
        yield from accepting.measure(town, site, pids["web"], SECONDS)
        yield from approving.measure(town, STEPS)
        yield from living.measure(town, STEPS // 3)
        yield from watching.measure()
    with processes(*BUDGETS_MB) as (site, pids):
        yield f"papers drawn and sealed: {wait_for_papers(SECONDS) / SECONDS:.1f}/s"
        yield from searching.measure(ITEMS)
        yield from memory(pids)
    yield from importing.measure()
    yield from growth_in_a_store_of_its_own()


def growth() -> Iterator[str]:
    """Lines about the large store."""
    from django.core.management import call_command

    from bench import growing
    from bench.town import build_town
    from core.services.calendar import seed_calendar
    from identity.actors import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    seed_calendar(by=SYSTEM)
    yield from growing.measure(build_town(), STORED, OPEN)


def growth_in_a_store_of_its_own() -> Iterator[str]:
    """The same from another process: what plain SQL wrote is no case anybody could open. Statements take as long as a
    worker's may."""
    servers = ("DATABASE_URL", "REDIS_URL")
    environment = {key: value for key, value in os.environ.items() if key not in servers}
    line = [sys.executable, "-m", "bench", GROWING]
    with subprocess.Popen(
        line, env=environment | {"STATEMENT_TIMEOUT": "10min"}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield from (said.rstrip() for said in process.stdout)
    if process.returncode:
        raise RuntimeError(f"the large store: exit code {process.returncode}")


def live_of(site: str) -> str:
    """Where the streams of a site are: on the port after its own."""
    address, _colon, port = site.rpartition(":")
    return f"{address}:{int(port) + 1}"


def wait_for_papers(seconds: float) -> int:
    """Let the worker draw papers for a while; how many it made."""
    from cases.models import Document
    from core.tasks import deliver_queue

    deliver_queue.apply_async(args=("pdf",), queue="pdf")
    deliver_queue.apply_async(args=("pdf",), queue="pdf")
    time.sleep(10)
    before = Document.objects.exclude(file=None).count()
    time.sleep(seconds)
    return Document.objects.exclude(file=None).count() - before


def memory(pids: dict[str, int]) -> list[str]:
    """Resident memory of the largest process of each kind after the load."""
    from bench.measuring import resident_mb

    sizes = {name: resident_mb(pid) for name, pid in pids.items()}
    return ["resident memory: " + ", ".join(f"{n} {mb:.0f} MB (goal {BUDGETS_MB[n]})" for n, mb in sizes.items())]


@contextmanager
def processes(*names: str) -> Iterator[tuple[str, dict[str, int]]]:
    """These processes of one product; where the web answers, and their process numbers."""
    port = _free_port()
    site = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "PORT": str(port), "SITE_URL": site}
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", "govportal.processes", name], env=environment, start_new_session=True
        )
        for name in names
    }
    try:
        _wait(f"{site}/healthz/live")
        if "live" in names:
            _wait(f"{live_of(site)}/healthz/live")
        yield site, {name: process.pid for name, process in running.items()}
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _wait(address: str) -> None:
    for _try in range(120):
        with suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.5)
    raise RuntimeError("the web process does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(*sys.argv[1:2])
