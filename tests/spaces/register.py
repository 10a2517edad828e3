"""The trial register as a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from spaces.adapters.signed_source import SignedSource
from spaces.exchange import forget_exchange, register_exchange
from tests.govportal.conftest import PROJECT, free_port

SECRET = "register-secret"


@dataclass(frozen=True)
class TrialRegister:
    """The running register, and how to talk to it."""

    url: str

    def behave(self, **how: Any) -> None:
        """Change how it answers from now on."""
        httpx.post(f"{self.url}/behave", json=how, trust_env=False).raise_for_status()

    def asked(self) -> list[str]:
        """The materials it was asked for."""
        found: list[str] = httpx.get(f"{self.url}/asked", trust_env=False).json()["asked"]
        return found


@contextmanager
def running_register(*materials: str) -> Iterator[TrialRegister]:
    """A connected register that hands these materials out to everybody who is not named to have none."""
    port = free_port()
    script = PROJECT / "examples/trial_register/register.py"
    process = subprocess.Popen([sys.executable, str(script), "--port", str(port), "--secret", SECRET])
    source = SignedSource("市数据共享平台", f"http://127.0.0.1:{port}", SECRET, materials)
    register_exchange(source)
    try:
        with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=8)) as client:
            client.get(source.url).raise_for_status()
        yield TrialRegister(source.url)
    finally:
        forget_exchange(source)
        process.terminate()
        process.wait(10)
