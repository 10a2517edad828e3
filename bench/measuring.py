"""Running something often and saying what it cost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Measured:
    """`rate` operations a second over the whole run; `cpu_ms` processor milliseconds an operation in our processes."""

    operations: int
    seconds: float
    cpu_ms: float = 0.0

    @property
    def rate(self) -> float:
        return self.operations / self.seconds


def clients(count: int, seconds: float, operation: Callable[[int], None]) -> tuple[int, float]:
    """Let `count` threads repeat the operation for a while; how many were done, and in how long. What one of them
    raises is raised when all have ended."""
    done, failed = [0] * count, []
    begun = time.perf_counter()

    def work(place: int) -> None:
        try:
            while time.perf_counter() - begun < seconds:
                operation(place)
                done[place] += 1
        except Exception as failure:
            failed.append(failure)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done), time.perf_counter() - begun


def statements_of(deed: Callable[[], object]) -> int:
    """SQL statements of a deed, without those that only frame transactions."""
    with CaptureQueriesContext(connection) as captured:
        deed()
    return sum(not query["sql"].startswith(FRAMES) for query in captured)


@contextmanager
def processor_time(pids: list[int]) -> Iterator[list[float]]:
    """Collects the processor seconds these processes and their children use inside the block."""
    before, used = _spent(pids), [0.0]
    yield used
    used[0] = _spent(pids) - before


def resident_mb(pid: int) -> float:
    """Resident memory of the largest process of a tree, in MB."""
    tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return max(process.memory_info().rss for process in tree) / 1024 / 1024


def _spent(pids: list[int]) -> float:
    total = 0.0
    for pid in pids:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            times = process.cpu_times()
            total += times.user + times.system
    return total
