"""Short ways to something that has to be paid, and the trial gateway as a real process."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from cases.models import Case, CaseCharge
from core import clock
from core.outbox import drain
from identity.actors import Actor
from payments.gateways import Standing
from payments.models import Charge, PaymentAttempt, PaymentOrder
from payments.queries import live_order
from payments.services.paying import settle
from tests import world
from tests.cases.walks import accepted
from tests.govportal.conftest import free_port

SECRET = "only-for-tests"
LAW = "《中华人民共和国居民身份证法》第二十条"
FEE = {"name": "工本费", "standard": "每证20元", "amount_fen": 2000, "basis": LAW}
COMPUTED = {"name": "占用费", "standard": "按面积和天数计算", "amount_fen": None, "basis": "城市道路管理条例第三十七条"}
REDUCIBLE = {**FEE, "reducible": True, "reduction": "低保家庭减免"}
SERVICE = {"name": "邮寄费", "standard": "每件12元", "amount_fen": 1200, "basis": "快递服务协议"}
CLERK, LEADER = "窗口受理岗", "分管领导岗"


def charged(*fees: dict[str, Any], applicant: Actor | None = None) -> Case:
    """An accepted case whose item charges these fees."""
    return accepted(applicant, fees=list(fees or (FEE,)))


def charge_of(case: Case) -> Charge:
    return CaseCharge.objects.select_related("charge").get(case=case).charge


def due(*fees: dict[str, Any], applicant: Actor | None = None) -> PaymentOrder:
    """An order that waits to be paid."""
    order = live_order(charge_of(charged(*fees, applicant=applicant)))
    assert order is not None
    return order


def again(order: PaymentOrder) -> PaymentOrder:
    """The order as it is stored now."""
    return PaymentOrder.objects.get(pk=order.pk)


def attempt(order: PaymentOrder, *, number: int = 1) -> PaymentAttempt:
    """A payment that was begun at the trial gateway, without asking it."""
    return PaymentAttempt.objects.create(
        order=order, gateway="trial", number=f"{order.number}T{number}", begun_at=clock.now(), ask_at=clock.now()
    )


def took(begun: PaymentAttempt, fen: int | None = None, *, at: datetime | None = None) -> Standing:
    """What the gateway says of a payment that was made."""
    amount = begun.order.amount_fen if fen is None else fen
    return Standing(begun.number, True, amount, f"T{begun.number}", at or clock.now())


def paid(*fees: dict[str, Any], applicant: Actor | None = None) -> PaymentOrder:
    """An order that was paid through the gateway, of which everybody was told."""
    order = due(*fees, applicant=applicant)
    settle(took(attempt(order)), code="trial")
    drain(["interactive"])
    return again(order)


def clerk() -> Actor:
    return world.staff(CLERK)


def leader() -> Actor:
    return world.staff(LEADER)


@dataclass(frozen=True)
class TrialGateway:
    """The process, spoken to as people do."""

    url: str

    @property
    def settings(self) -> dict[str, dict[str, str]]:
        """What settings.PAYMENT_GATEWAYS says of it."""
        adapter = "payments.gateways.trial.TrialGateway"
        return {"trial": {"adapter": adapter, "url": self.url, "secret": SECRET}}

    def pay(self, address: str, mode: str) -> None:
        """Pay on the page; the hall is told as `mode` says."""
        page = httpx.get(address, trust_env=False)
        assert re.search("<button>付款</button>", page.text)
        assert httpx.post(address, data={"mode": mode}, trust_env=False).status_code == 303

    def plant(self, fen: int) -> None:
        """Add a movement the hall knows nothing of."""
        assert httpx.post(f"{self.url}/plant", data={"fen": str(fen)}, trust_env=False).status_code == 303


@contextmanager
def trial_gateway() -> Iterator[TrialGateway]:
    """The trial gateway as a process of its own."""
    port = free_port()
    command = [sys.executable, "examples/trial_gateway/gateway.py", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "TRIAL_GATEWAY_SECRET": SECRET}) as process:
        try:
            found = TrialGateway(f"http://127.0.0.1:{port}")
            _wait_until_it_listens(found.url)
            yield found
        finally:
            process.terminate()


def _wait_until_it_listens(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError("the trial gateway does not start")
