"""Hostile and clumsy notices: nothing is believed that is not signed, fresh, known and as it was asked."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from payments.gateways.signatures import hmac_of
from payments.models import Difference, LedgerEntry, OrderState, PaymentAttempt
from payments.views.notices import MOST_BYTES
from tests.payments.dues import SECRET, again, attempt, due

pytestmark = pytest.mark.usefixtures("time", "calendar")


def notice(begun: PaymentAttempt, **changes: Any) -> bytes:
    told = {"number": begun.number, "paid": True, "amount_fen": 2000, "trade_no": "T1", "at": _moment()}
    return json.dumps({**told, **changes}).encode()


def post(body: bytes, *, secret: str = SECRET, moment: int | str | None = None, code: str = "trial") -> Any:
    seconds = _moment() if moment is None else moment
    signature = hmac_of(secret, seconds, body) if isinstance(seconds, int) else "x"
    return Client(enforce_csrf_checks=True).post(
        reverse("payments:notice", args=[code]), body, content_type="application/json",
        headers={"X-Moment": str(seconds), "X-Signature": signature},
    )  # fmt: skip


def _moment() -> int:
    return int(clock.now().timestamp())


def test_a_right_notice_is_taken_as_often_as_it_comes_and_counts_once() -> None:
    begun = attempt(due())
    for _time in range(3):
        answer = post(notice(begun))
        assert (answer.status_code, answer.json()) == (200, {"taken": True})
    assert again(begun.order).state == OrderState.PAID
    assert LedgerEntry.objects.filter(kind="paid").count() == 1


def test_a_wrong_amount_is_taken_as_said_but_pays_nothing() -> None:
    begun = attempt(due())
    assert post(notice(begun, amount_fen=1)).status_code == 200
    assert again(begun.order).state == OrderState.PENDING
    assert Difference.objects.get().theirs_fen == 1


@pytest.mark.parametrize("secret", ["", "another"])
def test_a_wrong_signature_is_refused(secret: str) -> None:
    begun = attempt(due())
    assert post(notice(begun), secret=secret).status_code == 401
    assert again(begun.order).state == OrderState.PENDING


@pytest.mark.parametrize("later", [301, -301, 86400])
def test_an_old_notice_sent_again_is_refused(later: int) -> None:
    begun = attempt(due())
    assert post(notice(begun), moment=_moment() - later).status_code == 401
    assert again(begun.order).state == OrderState.PENDING


@pytest.mark.parametrize("moment", ["", "now", "-1", "9" * 5000, "²", "1e9"])
def test_a_moment_that_is_none_is_refused(moment: str) -> None:
    assert post(b"{}", moment=moment).status_code == 401


def test_a_number_we_never_gave_is_unknown() -> None:
    begun = attempt(due())
    assert post(notice(begun, number="P1T1")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"no json", b"[]", b"null", b"{}", b'"x"', b"\xff\xfe", b'{"number": 1, "paid": true}',
        b'{"number": "P1", "paid": "yes"}', b'{"number": "P1", "paid": true, "amount_fen": "2000"}',
        b'{"number": "P1", "paid": true, "amount_fen": true, "trade_no": "T", "at": 1}',
        b'{"number": "P1", "paid": true, "amount_fen": 20.5, "trade_no": "T", "at": 1}',
        b'{"number": "P1", "paid": true, "amount_fen": 1, "trade_no": "T", "at": 1e300}',
        b"[" * 30000,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_though_it_is_signed(body: bytes) -> None:
    assert post(body).status_code == 401


def test_a_huge_body_is_not_even_read() -> None:
    assert post(b" " * (MOST_BYTES + 1)).status_code == 413


def test_a_gateway_this_hall_does_not_have_is_no_address() -> None:
    assert post(b"{}", code="wechat").status_code == 404


def test_looking_is_not_telling() -> None:
    assert Client().get(reverse("payments:notice", args=["trial"])).status_code == 405
