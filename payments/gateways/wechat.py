"""WeChat Pay, interface version 3: requests signed with the merchant's RSA key, answers and notices with the
platform's, notices sealed with AES-256-GCM under the merchant's interface key.
"""

import csv
import hashlib
import hmac
import io
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext_lazy as _

from core import clock
from core.keys import key_in
from core.workcalendar import SHANGHAI
from payments.gateways import (
    UNREADABLE,
    GatewayAway,
    GatewayRejected,
    Invoice,
    NoticeRefused,
    Reply,
    Return,
    Standing,
    StatementLine,
)
from payments.gateways.calls import call
from payments.gateways.signatures import (
    VALID_SECONDS,
    rsa_holds,
    rsa_sign,
    wechat_answer_text,
    wechat_open,
    wechat_request_text,
)

SCHEME = "WECHATPAY2-SHA256-RSA2048"
PAID = "SUCCESS"


class WechatGateway:
    """Native payments: the payer scans a code with the app. `platform_key` is the platform's public key (PEM) known by
    `platform_serial`, `api_key` the 32 signs of the interface key."""

    label = _("WeChat Pay")
    shows_code = True

    def __init__(
        self, code: str, *, appid: str, mchid: str, serial: str, private_key: str, platform_serial: str,
        platform_key: str, api_key: str, url: str = "https://api.mch.weixin.qq.com",
    ) -> None:  # fmt: skip
        self.code = code
        self._appid, self._mchid, self._serial, self._private_key = appid, mchid, serial, private_key
        self._platform_serial, self._platform_key = platform_serial, platform_key
        self._api_key, self._url = api_key, url

    def begin(self, invoice: Invoice) -> str:
        told = {
            **{"appid": self._appid, "mchid": self._mchid, "description": invoice.subject[:127]},
            **{"out_trade_no": invoice.number, "notify_url": invoice.notice_url},
            "amount": {"total": invoice.amount_fen, "currency": "CNY"},
        }
        return str(self._call("POST", "/v3/pay/transactions/native", told)["code_url"])

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Standing:
        moment = headers.get("Wechatpay-Timestamp", "")
        seconds = key_in(moment)
        if seconds is None or abs(now.timestamp() - seconds) > VALID_SECONDS:
            raise NoticeRefused("moment")
        if not self._is_from_platform(headers, body):
            raise NoticeRefused("signature")
        try:
            sealed = json.loads(body)["resource"]
            opened = wechat_open(
                self._api_key, nonce=sealed["nonce"], associated=sealed.get("associated_data", ""),
                sealed=sealed["ciphertext"],
            )  # fmt: skip
            return self._standing(json.loads(opened))
        except UNREADABLE as error:
            raise NoticeRefused("unreadable") from error

    def reply(self, *, taken: bool) -> Reply:
        said = {"code": "SUCCESS", "message": ""} if taken else {"code": "FAIL", "message": "later"}
        return Reply(200 if taken else 503, json.dumps(said))

    def ask(self, number: str) -> Standing:
        query = urlencode({"mchid": self._mchid})
        try:
            return self._standing(self._call("GET", f"/v3/pay/transactions/out-trade-no/{number}?{query}"))
        except GatewayRejected as error:
            if str(error) == "404":
                return Standing(number, paid=False)
            raise
        except UNREADABLE as error:
            raise GatewayAway("unreadable") from error

    def give_back(self, wanted: Return) -> bool:
        told = {
            **{"out_trade_no": wanted.number, "out_refund_no": wanted.refund_number, "reason": wanted.reason[:80]},
            "amount": {"refund": wanted.amount_fen, "total": wanted.paid_fen, "currency": "CNY"},
        }
        return self._call("POST", "/v3/refund/domestic/refunds", told).get("status") == PAID

    def statement(self, day: date) -> list[StatementLine]:
        """The trade bill of a day; empty while there is none, as on a day without payments."""
        query = urlencode({"bill_date": day.isoformat(), "bill_type": "ALL"})
        try:
            told = self._call("GET", f"/v3/bill/tradebill?{query}")
        except GatewayRejected as error:
            if str(error) == "400":
                return []
            raise
        parts = urlsplit(str(told["download_url"]))
        path = f"{parts.path}?{parts.query}"
        content = call("GET", f"{self._url}{path}", headers=self._headers("GET", path, "")).content
        if not hmac.compare_digest(hashlib.sha1(content).hexdigest(), str(told["hash_value"]).lower()):
            raise GatewayAway("statement damaged")
        try:
            return _lines(content.decode("utf-8-sig"))
        except UNREADABLE as error:
            raise GatewayAway("statement unreadable") from error

    def _call(self, method: str, path: str, told: Mapping[str, Any] | None = None) -> dict[str, Any]:
        body = "" if told is None else json.dumps(told, ensure_ascii=False)
        headers = self._headers(method, path, body)
        answer = call(method, f"{self._url}{path}", body=body.encode(), headers=headers)
        if not self._is_from_platform(answer.headers, answer.content):
            raise GatewayAway("signature")
        try:
            return dict(answer.json())
        except UNREADABLE as error:
            raise GatewayAway("unreadable") from error

    def _headers(self, method: str, path: str, body: str) -> dict[str, str]:
        moment, nonce = int(clock.now().timestamp()), secrets.token_hex(16)
        signature = rsa_sign(self._private_key, wechat_request_text(method, path, moment, nonce, body))
        told = (
            f'mchid="{self._mchid}",nonce_str="{nonce}",signature="{signature}",'
            f'timestamp="{moment}",serial_no="{self._serial}"'
        )
        headers = {"Authorization": f"{SCHEME} {told}", "Accept": "application/json", "User-Agent": "govportal"}
        return headers | ({"Content-Type": "application/json"} if body else {})

    def _is_from_platform(self, headers: Mapping[str, str], body: bytes) -> bool:
        if headers.get("Wechatpay-Serial") != self._platform_serial:
            return False
        try:
            text = wechat_answer_text(
                headers.get("Wechatpay-Timestamp", ""), headers.get("Wechatpay-Nonce", ""), body.decode()
            )
        except UnicodeDecodeError:
            return False
        return rsa_holds(self._platform_key, text, headers.get("Wechatpay-Signature", ""))

    def _standing(self, told: Mapping[str, Any]) -> Standing:
        number = str(told["out_trade_no"])
        if told.get("mchid") != self._mchid:
            raise ValueError("another merchant's payment")
        if told["trade_state"] != PAID:
            return Standing(number, paid=False)
        paid_at = datetime.fromisoformat(told["success_time"]).astimezone(UTC)
        return Standing(number, True, int(told["amount"]["total"]), str(told["transaction_id"]), paid_at)


def _lines(text: str) -> list[StatementLine]:
    """The movements of a trade bill: cells begin with a backtick, the totals below have other columns."""
    rows = csv.reader(io.StringIO(text.replace("`", "")))
    names = [name.strip() for name in next(rows, [])]
    found = []
    for row in rows:
        if len(row) != len(names):
            break
        cells = dict(zip(names, row, strict=True))
        at = datetime.strptime(cells["交易时间"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI).astimezone(UTC)
        if cells["交易状态"] == "REFUND":
            found.append(StatementLine(cells["商户退款单号"], -_fen(cells["退款金额"]), at))
        else:
            found.append(StatementLine(cells["商户订单号"], _fen(cells["订单金额"]), at))
    return found


def _fen(yuan: str) -> int:
    return int(Decimal(yuan) * 100)
