"""The whole product under its runner, as `make demo` starts it, but without the demonstration city."""

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import psutil
import pytest

from tests.govportal.conftest import Outside, free_port, installation

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("runner")]

PATIENCE_SECONDS = 300


class Run:
    """A run of the product whose output is collected."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.site = f"http://127.0.0.1:{port}"
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def wait_for(self, words: str) -> None:
        """Until a line of output holds `words`."""
        self.until(lambda: any(words in line for line in self.lines), words)

    def until(self, happened: Callable[[], bool], what: str) -> None:
        """Until `happened`; fails with the output when it does not, or when the run ends first."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            if time.monotonic() > end or self.process.poll() is not None:
                pytest.fail("\n".join([f"{what!r} did not happen", *self.lines]))
            time.sleep(0.1)

    def child(self, words: str) -> psutil.Process:
        """The child of the runner whose command line holds `words`."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in " ".join(child.cmdline()))

    def ready(self) -> bool:
        """Whether every part works."""
        try:
            return httpx.get(f"{self.site}/healthz/ready", trust_env=False, timeout=10).status_code == 200
        except httpx.HTTPError:
            return False

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join()
        return code


@pytest.fixture(scope="module")
def home() -> Iterator[Outside]:
    """One installation for all runs, so that its tables are made once; a run leaves it as it found it."""
    with installation() as place:
        yield place


@contextmanager
def _run(outside: Outside, port: int) -> Iterator[Run]:
    with outside.start("-m", "govportal.runner", "--bare", PORT=str(port), PYTHONUNBUFFERED="1") as process:
        run = Run(process, port)
        try:
            yield run
        finally:
            if process.poll() is None:
                run.end(signal.SIGTERM)


def test_ctrl_c_leaves_no_child_and_the_second_start_finds_its_data(home: Outside) -> None:
    port = free_port()
    with _run(home, port) as run:
        run.wait_for("ready after ")
        assert run.ready()
        assert any(f"http://127.0.0.1:{port}/" in line for line in run.lines)
        assert httpx.get(f"http://127.0.0.1:{port + 1}/healthz/live", trust_env=False).text == "ok"
        assert run.end(signal.SIGINT) == 0
    assert home.leftovers() == []
    keys = (home.folder / "data" / "keys.json").read_text()
    with _run(home, port) as run:
        run.wait_for("ready after ")
        assert run.end(signal.SIGTERM) == 0
    assert home.leftovers() == []
    assert (home.folder / "data" / "keys.json").read_text() == keys


def test_whatever_is_killed_comes_back(home: Outside) -> None:
    with _run(home, free_port()) as run:
        run.wait_for("ready after ")
        for words in ("granian --interface wsgi", "celery --app govportal --quiet worker"):
            victim = run.child(words)
            victim.send_signal(signal.SIGKILL)
            run.until(lambda words=words, dead=victim.pid: _reborn(run, words, dead), f"{words} comes back")
        for server in home.servers().values():
            server.send_signal(signal.SIGKILL)
        run.until(lambda: not run.ready(), "the loss is noticed")
        run.until(run.ready, "everything works again")
        assert run.end() == 0
    assert home.leftovers() == []


def test_children_of_a_killed_runner_end_by_themselves(home: Outside) -> None:
    with _run(home, free_port()) as run:
        run.wait_for("ready after ")
        family = psutil.Process(run.process.pid).children(recursive=True)
        run.process.kill()
        run.process.wait()
        _, alive = psutil.wait_procs(family, timeout=PATIENCE_SECONDS)
        assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_a_taken_port_is_said_before_anything_starts(outside: Outside) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = outside.run("-m", "govportal.runner", "--bare", PORT=str(port))
    assert code == 1
    assert f"port {port} is taken" in output
    assert not (outside.folder / "data").exists()


def test_a_preparation_that_fails_ends_the_run(outside: Outside) -> None:
    environment = {"DATABASE_URL": "postgresql:///x?host=/nowhere", "REDIS_URL": "unix:///nowhere?db=0"}
    code, output = outside.run("-m", "govportal.runner", "--bare", PORT=str(free_port()), **environment)
    assert code == 1
    assert "the preparation failed" in output
    assert outside.leftovers() == []


def _reborn(run: Run, words: str, dead: int) -> bool:
    try:
        return run.child(words).pid != dead and run.ready()
    except (StopIteration, psutil.NoSuchProcess):
        return False
