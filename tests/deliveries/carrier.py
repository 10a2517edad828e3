"""The trial carrier as a process of its own, and parcels to follow."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from django.test import Client

from core import clock
from core.signing import sign
from deliveries.carriers import Address
from deliveries.models import Direction, Parcel
from deliveries.services.parcels import order_parcel, place_order
from identity.actors import SYSTEM
from tests.govportal.conftest import PROJECT, free_port

SECRET = "carrier-secret"
NOWHERE = "http://127.0.0.1:9"
HALL = Address("政务服务大厅", "0512-29990000", "张家港市杨舍镇华昌路")
HOME = Address("王秀英", "13812345678", "张家港市杨舍镇沙洲中路18号3幢201室")


@dataclass(frozen=True)
class TrialCarrier:
    """The running carrier, and how to talk to it."""

    url: str

    def behave(self, **how: Any) -> None:
        """Change how it behaves from now on."""
        self._post("/behave", how)

    def advance(self, waybill: str | None, steps: int = 1) -> list[dict[str, Any]]:
        """Move a parcel on; what happened to it."""
        events: list[dict[str, Any]] = self._post("/advance", {"waybill": waybill, "steps": steps})["events"]
        return events

    def bring(self, waybill: str) -> None:
        """Somebody brings a parcel himself."""
        self._post("/counter", {"waybill": waybill})

    def terms(self) -> dict[str, dict[str, Any]]:
        """How an installation names it."""
        return {"trial": {"name": "试运行快递", "url": self.url, "secret": SECRET, "silence": 3600}}

    def _post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        answer = httpx.post(f"{self.url}{path}", json=content, trust_env=False)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def running_carrier(hall: str = NOWHERE) -> Iterator[TrialCarrier]:
    """A carrier that has no parcel yet and tells `hall`."""
    port = free_port()
    script = PROJECT / "examples/trial_carrier/carrier.py"
    line = [sys.executable, str(script), "--port", str(port), "--secret", SECRET, "--hall", hall]
    process = subprocess.Popen(line)
    try:
        with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=8)) as client:
            client.get(f"http://127.0.0.1:{port}/").raise_for_status()
        yield TrialCarrier(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)


def ordered(receiver: Address = HOME) -> Parcel:
    """A parcel the carrier has taken the order for."""
    parcel = order_parcel(
        "trial", Direction.OUT, sender=HALL, receiver=receiver, contents=["食品经营许可证"], by=SYSTEM
    )
    return place_order(parcel.pk)


def tell(content: dict[str, Any] | bytes, *, secret: str = SECRET, late: int = 0, code: str = "trial") -> Any:
    """What the hall answers to a signed word of the carrier, `late` seconds after it was signed."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    moment = int(clock.now().timestamp()) - late
    headers = {"X-Moment": str(moment), "X-Signature": sign(secret, moment=moment, body=body)}
    address = f"/api/v1/carriers/{code}/events/"
    return Client(headers=headers).post(address, body, content_type="application/json")


def event(waybill: str | None, sequence: int, state: str, **more: Any) -> dict[str, Any]:
    """One event as the carrier tells it."""
    at = f"2026-03-02T0{sequence}:00:00+00:00"
    return {"waybill": waybill, "sequence": sequence, "state": state, "at": at, **more}
