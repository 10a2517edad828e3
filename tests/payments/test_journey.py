"""From the acceptance to the money, with the trial gateway as a process of its own that speaks to the real hall: pay;
told twice; never told; refund by two persons; a planted difference.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from core import clock
from core.outbox import drain
from identity.actors import Actor
from notices.models import Message
from payments.models import LedgerEntry, OrderState, PaymentAttempt, PaymentOrder
from payments.services import reconciling
from payments.tasks import sweep_payments, sweep_reconciliations
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.payments.dues import TrialGateway, again, clerk, due, leader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("calendar")]
PATIENCE_SECONDS = 60


@pytest.fixture
def hall(live_server: LiveServer, settings: Settings, running_gateway: TrialGateway) -> TrialGateway:
    """The hall listens, the gateway knows where."""
    settings.SITE_URL = live_server.url
    return running_gateway


@pytest.fixture
def applicant() -> Actor:
    return world.citizen(name="王秀英")


def begun(order: PaymentOrder, browser: Client) -> PaymentAttempt:
    """The payer chose the trial gateway on his page."""
    page = reverse("payments:space_charge", args=[order.charge_id])
    assert "20.00" in browser.get(page).content.decode()
    assert browser.post(page, {"way": "trial"}).status_code == 302
    attempt = PaymentAttempt.objects.filter(order=order).latest("pk")
    assert attempt.address in browser.get(page).content.decode()
    return attempt


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@pytest.mark.parametrize("mode", ["well", "twice"])
def test_who_pays_is_told_so_once_however_often_the_gateway_says_it(
    hall: TrialGateway, applicant: Actor, mode: str
) -> None:
    order = due(applicant=applicant)
    browser = signed_in(applicant)
    attempt = begun(order, browser)
    hall.pay(attempt.address, mode)
    until(lambda: again(order).state == OrderState.PAID)
    drain(["interactive"])
    assert LedgerEntry.objects.filter(kind="paid").count() == 1
    page = browser.get(reverse("payments:space_charge", args=[order.charge_id])).content.decode()
    assert attempt.address not in page
    assert Message.objects.filter(party_id=applicant.party_id, kind="cases.FeePaid", channel="inbox").count() == 1
    assert broken() == {}


def test_a_payment_nobody_told_of_is_found_refunded_by_two_and_compared(
    hall: TrialGateway, applicant: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = world.staff("监察岗", "监委")
    order = due(applicant=applicant)
    hall.pay(begun(order, signed_in(applicant)).address, "never")
    assert again(order).state == OrderState.PENDING
    PaymentAttempt.objects.update(ask_at=clock.now())
    sweep_payments()
    assert again(order).state == OrderState.PAID
    desk, boss = signed_in(clerk()), signed_in(leader())
    wish = {"amount_fen": "20.00", "reason": "重复缴费"}
    assert desk.post(_deed(order, "refund"), wish).status_code == 302
    assert desk.post(_deed(order, "approve_refund")).status_code == 404
    assert boss.post(_deed(order, "approve_refund"), {"verdict": "yes"}).status_code == 302
    sweep_payments()
    assert (again(order).state, again(order).refunded_fen) == (OrderState.REFUNDED, 2000)
    monkeypatch.setattr(reconciling, "GRACE", timedelta(seconds=-5))
    hall.plant(888)
    sweep_reconciliations()
    drain(["interactive"])
    assert Message.objects.filter(account_id=watching.account_id, kind="payments.ParityBroken").exists()
    listed = signed_in(watching).get(reverse("payments:reconciliation")).content.decode()
    assert "8.88" in listed
    assert order.number not in listed
    assert broken() == {}


def _deed(order: PaymentOrder, name: str) -> str:
    return reverse("payments:desk_deed", args=[order.charge_id, name])
