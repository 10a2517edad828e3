"""What runs: one command line per process, used by the trial's runner and by containers alike.

`python -m govportal.processes web` becomes that process. HOST and PORT say where the web listens; live takes
LIVE_PORT, else the port after it. The trial has a payment gateway of its own besides, on GATEWAY_PORT, else the port
after both; no other installation runs it.
"""

import os
import shutil
import sys
from pathlib import Path

from govportal.settings.base import BASE_DIR, DATA_DIR
from govportal.trial_keys import gateway_secret, read_or_make_keys

QUEUES = "interactive,exchange,bulk,pdf"
WORKER_KILOBYTES = 280_000  # a worker child above this is replaced after its task
WORKER_STATEMENT_TIMEOUT = "10min"
BINARIES = Path(sys.executable).parent


def web_address() -> tuple[str, int]:
    """Host and port of pages and API."""
    return os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))


def live_address() -> tuple[str, int]:
    """Host and port of the streams."""
    host, port = web_address()
    return host, int(os.environ.get("LIVE_PORT", port + 1))


def gateway_address() -> tuple[str, int]:
    """Host and port of the trial's payment gateway; it never listens to other machines."""
    return "127.0.0.1", int(os.environ.get("GATEWAY_PORT", web_address()[1] + 2))


def gateway_url() -> str:
    """Where the hall, and whoever pays, find the trial's payment gateway."""
    host, port = gateway_address()
    return f"http://{host}:{port}"


def command(name: str) -> list[str]:
    """Command line of the process called `name`. Raises KeyError for an unknown one."""
    return {"web": _web, "live": _live, "worker": _worker, "beat": _beat, "gateway": _gateway}[name]()


def _web() -> list[str]:
    host, port = web_address()
    workers = os.environ.get("WEB_WORKERS", "2")
    return [
        *(str(BINARIES / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", workers, "--blocking-threads", "4", "--backpressure", "64"),
        *("--workers-kill-timeout", "5", "--log-level", "warning", "govportal.wsgi:application"),
    ]


def _live() -> list[str]:
    host, port = live_address()
    return [
        *(str(BINARIES / "granian"), "--interface", "asgi", "--host", host, "--port", str(port), "--workers", "1"),
        *("--workers-kill-timeout", "2", "--log-level", "warning"),
        "govportal.live:application",
    ]


def _worker() -> list[str]:
    concurrency = os.environ.get("WORKER_CONCURRENCY", "2")
    return [
        *(*_celery(), "worker", "--pool", "prefork", "--concurrency", concurrency, "--queues", QUEUES),
        *("--max-memory-per-child", str(WORKER_KILOBYTES), "--without-mingle", "--without-gossip"),
        *("--loglevel", "warning"),
    ]


def _beat() -> list[str]:
    """Beat keeps its schedule in memory: intervals are short, and a second beat does no harm."""
    return [*_celery(), "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=", "--loglevel", "warning"]


def _gateway() -> list[str]:
    """The trial's payment gateway; its secret travels in the environment, where no list of processes shows it."""
    program, port = BASE_DIR / "examples/trial_gateway/gateway.py", str(gateway_address()[1])
    return [sys.executable, str(program), "--port", port, "--data", str(DATA_DIR / "gateway.sqlite3")]


def _celery() -> list[str]:
    return [str(BINARIES / "celery"), "--app", "govportal", "--quiet"]


def prepare_metrics() -> None:
    """Give the web processes an empty folder to count into together."""
    folder = DATA_DIR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def main() -> None:
    """Become the process named on the command line."""
    (name,) = sys.argv[1:]
    if name == "web":
        prepare_metrics()
    if name == "worker":
        os.environ.setdefault("STATEMENT_TIMEOUT", WORKER_STATEMENT_TIMEOUT)
    if name == "gateway":
        os.environ["TRIAL_GATEWAY_SECRET"] = gateway_secret(read_or_make_keys(DATA_DIR))
    line = command(name)
    os.execv(line[0], line)


if __name__ == "__main__":
    main()
