"""Starts the product in a fresh folder, with a trial provincial platform beside it, and stops both."""

import json
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 300
SECRET = "smoke-secret"


@dataclass(frozen=True, slots=True)
class Product:
    """The running product: where it answers, how to run its management commands, the cookies of staff by user name."""

    site: str
    province: str
    environment: dict[str, str]
    signed_in: dict[str, list[Any]] = field(default_factory=dict)

    def shell(self, code: str) -> str:
        """Run a few lines inside the product's own settings; returns the last line they print."""
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return (done.stdout.strip().splitlines() or [""])[-1]

    def wait_until_told(self) -> None:
        """Wait until everything that happened was told to everybody: no delivery is on its way."""
        under_way = self.shell(
            "import time; from core.models import Delivery; until = time.monotonic() + 300\n"
            "while (left := Delivery.objects.filter(state__in=['waiting', 'claimed']).count())"
            " and time.monotonic() < until: time.sleep(1)\nprint(left)"
        )
        if under_way != "0":
            raise RuntimeError(f"{under_way} deliveries never went out")

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)


@contextmanager
def running_product() -> Iterator[Product]:
    """The whole product in a temporary folder; everything it started is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="govportal-smoke-") as folder:
        Path(folder).chmod(0o755)
        port, province = _free_pair(), _free_port()
        partner = {"province": {"url": f"http://127.0.0.1:{province}/rows", "secret": SECRET}}
        environment = {
            **os.environ,
            **{
                "GOVPORTAL_DATA": str(Path(folder) / "data"),
                "PORT": str(port),
                "DEMO_CASES": "16",
                "CARRIER_STEP": "2",
            },
            "EXCHANGE_PARTNERS": json.dumps(partner),
            "DJANGO_SETTINGS_MODULE": "govportal.settings.trial",
        }
        site = f"http://127.0.0.1:{port}"
        log = open(Path(folder) / "product.log", "w+")  # noqa: SIM115, PTH123 – lives as long as the product
        runner = _start([sys.executable, "-m", "govportal.runner"], environment, log)
        platform = _start(
            [
                *(sys.executable, "examples/provincial_platform/platform.py", "--port", str(province)),
                *("--secret", SECRET, "--hall", site),
            ],
            environment,
            log,
        )
        try:
            _wait(site, runner, log)
            yield Product(site, f"http://127.0.0.1:{province}", environment)
        finally:
            for process in (runner, platform):
                _stop(process)
            log.close()


def _start(command: list[str], environment: dict[str, str], log: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)  # type: ignore[call-overload,no-any-return]


def _wait(site: str, runner: subprocess.Popen[bytes], log: object) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and runner.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{site}/healthz/ready", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(1)
    log.seek(0)  # type: ignore[attr-defined]
    raise RuntimeError("the product did not become ready:\n" + log.read()[-4000:])  # type: ignore[attr-defined]


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _free_pair() -> int:
    """A free port whose two successors are free as well: pages, streams and the payment gateway are neighbours."""
    while True:
        port = _free_port()
        with socket.socket() as second, socket.socket() as third, suppress(OSError, OverflowError):
            second.bind(("127.0.0.1", port + 1))
            third.bind(("127.0.0.1", port + 2))
            return port
