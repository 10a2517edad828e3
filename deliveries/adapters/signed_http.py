"""A carrier that takes signed JSON over HTTP: `POST /orders`, `GET /track?waybill=`, `GET /statement?day=`.

The trial carrier of the examples is one. Answers are read with care: what does not fit counts as no answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from core import clock
from core.signing import signature_headers
from deliveries.carriers import CarrierAway, CarrierOrder, OrderRejected, Placed, Terms, Told, WaybillUnknown
from deliveries.rules.comparing import Line
from deliveries.rules.tracks import TOLD

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
TAKES_NOT, KNOWS_NOT = 422, 404


class SignedHttpCarrier:
    """Speaks to one carrier on its terms."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def order(self, order: CarrierOrder) -> Placed:
        """Have a parcel fetched and brought."""
        answer = self._call("POST", "/orders", json.dumps(asdict(order), ensure_ascii=False).encode())
        if answer.status_code == TAKES_NOT:
            raise OrderRejected(str(_content(answer).get("code", ""))[:40])
        return _read(answer, lambda found: Placed(str(found["waybill"])[:40], _whole(found["price"])))

    def track(self, waybill: str) -> Sequence[Told]:
        """Everything that happened to a parcel so far."""
        answer = self._call("GET", f"/track?{urlencode({'waybill': waybill})}")
        if answer.status_code == KNOWS_NOT:
            raise WaybillUnknown(waybill)
        return _read(answer, lambda found: [_told(event) for event in found["events"]])

    def statement(self, day: date) -> Sequence[Line]:
        """The parcels ordered on a day."""
        answer = self._call("GET", f"/statement?{urlencode({'day': day.isoformat()})}")
        return _read(answer, lambda found: [_line(line) for line in found["lines"]])

    def _call(self, method: str, path: str, body: bytes = b"") -> httpx.Response:
        """The signature covers the body, or the address of a call without one."""
        moment = int(clock.now().timestamp())
        signed = signature_headers(self._terms.secret, moment=moment, body=body or path.encode())
        headers = {"Content-Type": "application/json"} | signed
        try:
            answer = httpx.request(
                method,
                f"{self._terms.url}{path}",
                content=body,
                headers=headers,
                timeout=TIMEOUT,
                follow_redirects=False,
            )
        except httpx.HTTPError as error:
            raise CarrierAway(self._terms.code) from error
        if answer.status_code not in (200, 201, TAKES_NOT, KNOWS_NOT):
            raise CarrierAway(self._terms.code)
        return answer


def _content(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except ValueError as error:
        raise CarrierAway("no JSON") from error
    return found if isinstance(found, dict) else {}


def _read(answer: httpx.Response, build: Any) -> Any:
    try:
        return build(_content(answer))
    except (KeyError, TypeError, ValueError) as error:
        raise CarrierAway("answer without what was asked for") from error


def _told(event: Mapping[str, Any]) -> Told:
    state = str(event["state"])
    at = datetime.fromisoformat(str(event["at"]))
    sequence = _whole(event["sequence"])
    if state not in TOLD or at.tzinfo is None or sequence < 1:
        raise ValueError(state)
    return Told(sequence, state, at, str(event.get("place", ""))[:80], str(event.get("note", ""))[:120])


def _line(line: Mapping[str, Any]) -> Line:
    price = line.get("price")
    return Line(str(line["waybill"])[:40], str(line["state"])[:10], None if price is None else _whole(price))


def _whole(value: Any) -> int:
    """A whole number that fits our columns. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 2**31 - 1:
        raise ValueError(value)
    return value
