"""Child processes of the runner: their output carries their name, the dead are started again, none outlives us."""

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections import deque
from contextlib import suppress

STOP_SECONDS = 12.0
POLL_SECONDS = 0.1
RESTARTS = 3
RESTART_WINDOW_SECONDS = 60.0
NAME_WIDTH = 7
PR_SET_PDEATHSIG = 1


class ChildKeepsDying(Exception):
    """A child ended more than RESTARTS times within RESTART_WINDOW_SECONDS."""


class Child:
    """One process in a session of its own, so that Ctrl-C reaches it only through us."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False
        self._ends: deque[float] = deque(maxlen=RESTARTS + 1)

    async def keep_running(self) -> None:
        """Run until stopped, starting anew whenever it ends. Raises ChildKeepsDying when that does not help."""
        while not self._stopping:
            code = await self._run()
            if self._stopping:
                return
            self._ends.append(time.monotonic())
            say(self.name, f"ended unexpectedly ({code}); starting it again")
            if len(self._ends) > RESTARTS and self._ends[-1] - self._ends[0] < RESTART_WINDOW_SECONDS:
                raise ChildKeepsDying(f"{self.name} ended {len(self._ends)} times in a row; its last lines are above")
            await asyncio.sleep(1)

    async def run_once(self) -> int:
        """Run to the end with our own output; the exit code."""
        self._process = await self._start(None)
        return await _end_of(self._process)

    async def _run(self) -> int:
        self._process = await self._start(asyncio.subprocess.PIPE)
        if self._stopping:
            self._signal(signal.SIGTERM)
        speaking = asyncio.create_task(self._repeat_output(self._process))
        code = await _end_of(self._process)
        self._kill_group()
        await speaking
        return code

    async def _repeat_output(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is not None:
            async for line in process.stdout:
                say(self.name, line.decode(errors="replace").rstrip())

    async def _start(self, output: int | None) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            limit=1024 * 1024,
        )

    async def stop(self) -> None:
        """Ask the process to finish, then end its whole group."""
        self._stopping = True
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(_end_of(self._process), STOP_SECONDS)
        except TimeoutError:
            say(self.name, f"did not stop within {STOP_SECONDS:.0f} s; killed")
        self.kill()

    def kill(self) -> None:
        """End the process and everything it started, now."""
        self._stopping = True
        self._kill_group()

    def _kill_group(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)


async def _end_of(process: asyncio.subprocess.Process) -> int:
    """Exit code of the process itself; its own `wait` would also wait for grandchildren that hold its output open."""
    while process.returncode is None:
        await asyncio.sleep(POLL_SECONDS)
    return process.returncode


def say(name: str, line: str) -> None:
    """One line of output under the name of who speaks."""
    sys.stdout.write(f"{name:<{NAME_WIDTH}}| {line}\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    """In the child before it starts: SIGTERM when the runner is killed, so that nothing is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
