"""The trial gateway: a small process of its own (examples/trial_gateway) at which people pay with play money.

Both sides sign moment and body with a shared secret; a moment is good for five minutes.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.keys import key_in
from payments.gateways import (
    UNREADABLE,
    GatewayAway,
    Invoice,
    NoticeRefused,
    Reply,
    Return,
    Standing,
    StatementLine,
)
from payments.gateways.calls import call
from payments.gateways.signatures import VALID_SECONDS, hmac_holds, hmac_of


class TrialGateway:
    """Speaks to the trial gateway at `url`."""

    label = _("Trial payment")
    shows_code = False

    def __init__(self, code: str, *, url: str, secret: str) -> None:
        self.code = code
        self._url, self._secret = url, secret

    def begin(self, invoice: Invoice) -> str:
        told = {
            **{"number": invoice.number, "amount_fen": invoice.amount_fen, "subject": invoice.subject},
            **{"notice_url": invoice.notice_url, "return_url": invoice.return_url},
        }
        return str(self._call("POST", "/orders", told)["address"])

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Standing:
        moment = key_in(headers.get("X-Moment"))
        if moment is None or abs(now.timestamp() - moment) > VALID_SECONDS:
            raise NoticeRefused("moment")
        if not hmac_holds(self._secret, moment, body, headers.get("X-Signature", "")):
            raise NoticeRefused("signature")
        try:
            return _standing(json.loads(body))
        except UNREADABLE as error:
            raise NoticeRefused("unreadable") from error

    def reply(self, *, taken: bool) -> Reply:
        return Reply(200 if taken else 503, json.dumps({"taken": taken}))

    def ask(self, number: str) -> Standing:
        try:
            return _standing(self._call("POST", "/standing", {"number": number}))
        except UNREADABLE as error:
            raise GatewayAway("unreadable") from error

    def give_back(self, wanted: Return) -> bool:
        told = {"number": wanted.number, "refund_number": wanted.refund_number, "amount_fen": wanted.amount_fen}
        return bool(self._call("POST", "/refunds", told)["done"])

    def statement(self, day: date) -> list[StatementLine]:
        found = self._call("POST", "/statement", {"day": day.isoformat()})
        try:
            return [StatementLine(str(row["number"]), int(row["fen"]), _moment(row["at"])) for row in found["lines"]]
        except UNREADABLE as error:
            raise GatewayAway("unreadable") from error

    def _call(self, method: str, path: str, told: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps(told, ensure_ascii=False).encode()
        moment = int(clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "X-Moment": str(moment),
            "X-Signature": hmac_of(self._secret, moment, body),
        }
        try:
            return dict(call(method, f"{self._url}{path}", body=body, headers=headers).json())
        except UNREADABLE as error:
            raise GatewayAway("unreadable") from error


def _standing(told: Mapping[str, Any]) -> Standing:
    number, paid = told["number"], told["paid"]
    if not isinstance(number, str) or not isinstance(paid, bool):
        raise TypeError("a standing says a number and whether it was paid")
    if not paid:
        return Standing(number, paid=False)
    amount = told["amount_fen"]
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError("money comes in whole fen")
    return Standing(number, paid=True, amount_fen=amount, trade_no=str(told["trade_no"]), paid_at=_moment(told["at"]))


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
