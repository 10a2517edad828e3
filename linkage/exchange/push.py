"""Sending rows to partners: signed, keyed, in order per case; a partner that is away costs the others nothing."""

import json
from collections.abc import Callable
from contextlib import suppress

import httpx
from django.core.cache import cache

from core import clock
from core.events import Record, react
from core.outbox import TryLater
from core.signing import signature_headers
from linkage.exchange.partners import Partner, partners
from linkage.exchange.rows import TABLES, row_of
from linkage.models import ExchangeReceipt

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
FAILURES_TO_OPEN, OPEN_SECONDS, REMEMBERED_SECONDS = 5, 15, 600
"""After so many failures in a row a partner is left alone for a while; then one more failure is enough."""


class PartnerAway(TryLater):
    """The partner does not answer, or its breaker is open."""


class RowRejected(Exception):
    """The partner answered that it will not take the row; `code` is its reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def register_pushes() -> None:
    """Listen to the history of cases on behalf of every registered partner, one lane per partner and case (A-24)."""
    for found in partners():
        react(
            [*TABLES], pusher(found), queue="exchange", lane=lane_of(found), name=f"linkage.exchange.push.{found.code}"
        )


def lane_of(target: Partner) -> Callable[[Record], str]:
    """Rows of one case go to one partner strictly in the order of its history."""
    return lambda record: f"{target.code}:{record.stream_id}"


def pusher(target: Partner) -> Callable[[Record], None]:
    """The deferred reactor of one partner."""

    def push(record: Record) -> None:
        """Send the row of this event and keep the receipt. Raises PartnerAway or RowRejected."""
        row = row_of(record)
        answer = _post(target, row)
        ExchangeReceipt.objects.get_or_create(
            partner=target.code,
            key=row["row_guid"],
            defaults={
                "case_id": record.stream_id,
                "table": row["table"],
                "answer": str(answer.get("code", ""))[:40],
                "received_at": clock.now(),
            },
        )

    return push


def _post(target: Partner, row: dict[str, object]) -> dict[str, object]:
    if cache.get(_left_alone(target)):
        raise PartnerAway(target.code)
    body = json.dumps(row, ensure_ascii=False).encode()
    moment = int(clock.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": str(row["row_guid"]),
        **signature_headers(target.secret, moment=moment, body=body),
    }
    try:
        answer = httpx.post(target.url, content=body, headers=headers, timeout=TIMEOUT, follow_redirects=False)
    except httpx.HTTPError as error:
        _count_failure(target)
        raise PartnerAway(target.code) from error
    if answer.status_code >= 500 or answer.status_code == 429:
        _count_failure(target)
        raise PartnerAway(target.code)
    cache.delete(_failures(target))
    if answer.status_code >= 400:
        raise RowRejected(str(answer.status_code))
    return dict(answer.json())


def _count_failure(target: Partner) -> None:
    cache.add(_failures(target), 0, timeout=REMEMBERED_SECONDS)
    with suppress(ValueError):  # forgotten in this very moment
        if cache.incr(_failures(target)) >= FAILURES_TO_OPEN:
            cache.set(_left_alone(target), True, OPEN_SECONDS)


def _failures(target: Partner) -> str:
    return f"exchange-failures:{target.code}"


def _left_alone(target: Partner) -> str:
    return f"exchange-left-alone:{target.code}"
