"""Alipay: parameters signed with RSA2 (RSA with SHA-256 over the sorted parameters), answers over their own bytes,
notices as forms. Amounts travel in yuan.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext_lazy as _

from core import clock
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
from payments.gateways.signatures import alipay_text, rsa_holds, rsa_sign

PAID = {"TRADE_SUCCESS", "TRADE_FINISHED"}
UNSIGNED = frozenset({"sign", "sign_type"})
NO_TRADE = {"ACQ.TRADE_NOT_EXIST"}
MOST_BYTES = 50 * 1024 * 1024
TIME = "%Y-%m-%d %H:%M:%S"


class AlipayGateway:
    """Payments on Alipay's page. `public_key` is Alipay's (PEM), `private_key` the application's."""

    label = _("Alipay")
    shows_code = False

    def __init__(
        self, code: str, *, app_id: str, private_key: str, public_key: str,
        url: str = "https://openapi.alipay.com/gateway.do",
    ) -> None:  # fmt: skip
        self.code = code
        self._app_id, self._private_key, self._public_key, self._url = app_id, private_key, public_key, url

    def begin(self, invoice: Invoice) -> str:
        told = {
            **{"out_trade_no": invoice.number, "total_amount": _yuan(invoice.amount_fen)},
            **{"subject": invoice.subject[:128], "product_code": "FAST_INSTANT_TRADE_PAY"},
        }
        more = {"notify_url": invoice.notice_url, "return_url": invoice.return_url}
        return f"{self._url}?{urlencode(self._signed('alipay.trade.page.pay', told, more))}"

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Standing:
        """Notices carry no fresh moment; a repeated one changes nothing, because a payment is settled once."""
        try:
            told = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=100))
        except ValueError as error:
            raise NoticeRefused("unreadable") from error
        if not rsa_holds(self._public_key, alipay_text(told, without=UNSIGNED), told.get("sign", "")):
            raise NoticeRefused("signature")
        if told.get("app_id") != self._app_id:
            raise NoticeRefused("another application")
        try:
            return _standing(told, told.get("gmt_payment", ""))
        except UNREADABLE as error:
            raise NoticeRefused("unreadable") from error

    def reply(self, *, taken: bool) -> Reply:
        return Reply(200, "success" if taken else "failure", "text/plain")

    def ask(self, number: str) -> Standing:
        try:
            told = self._call("alipay.trade.query", {"out_trade_no": number})
            return _standing(told, str(told.get("send_pay_date", "")))
        except GatewayRejected as error:
            if str(error) in NO_TRADE:
                return Standing(number, paid=False)
            raise
        except UNREADABLE as error:
            raise GatewayAway("unreadable") from error

    def give_back(self, wanted: Return) -> bool:
        told = {
            **{"out_trade_no": wanted.number, "out_request_no": wanted.refund_number},
            **{"refund_amount": _yuan(wanted.amount_fen), "refund_reason": wanted.reason[:200]},
        }
        if self._call("alipay.trade.refund", told).get("fund_change") == "Y":
            return True
        asked = {"out_trade_no": wanted.number, "out_request_no": wanted.refund_number}
        return self._call("alipay.trade.fastpay.refund.query", asked).get("refund_status") == "REFUND_SUCCESS"

    def statement(self, day: date) -> list[StatementLine]:
        """The trade bill of a day: a zip of tables in GB 18030; empty while there is none."""
        told = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            address = self._call("alipay.data.dataservice.bill.downloadurl.query", told)["bill_download_url"]
        except GatewayRejected as error:
            if str(error) == "isp.bill_not_exist":
                return []
            raise
        try:
            with zipfile.ZipFile(io.BytesIO(call("GET", str(address)).content)) as bill:
                found = next(one for one in bill.infolist() if not _is_summary(one))
                if found.file_size > MOST_BYTES:
                    raise GatewayAway("statement too long")
                return _lines(bill.read(found).decode("gb18030"))
        except (zipfile.BadZipFile, StopIteration, *UNREADABLE) as error:
            raise GatewayAway("statement unreadable") from error

    def _signed(self, method: str, told: Mapping[str, Any], more: Mapping[str, str] | None = None) -> dict[str, str]:
        parameters = {
            **{"app_id": self._app_id, "method": method, "charset": "utf-8", "sign_type": "RSA2", "version": "1.0"},
            "timestamp": clock.local(clock.now()).strftime(TIME),
            "biz_content": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
            **(more or {}),
        }
        return parameters | {"sign": rsa_sign(self._private_key, alipay_text(parameters))}

    def _call(self, method: str, told: Mapping[str, Any]) -> dict[str, Any]:
        body = urlencode(self._signed(method, told)).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
        text = call("POST", self._url, body=body, headers=headers).content.decode("utf-8", errors="replace")
        node, signature = _taken_apart(text, f"{method.replace('.', '_')}_response")
        if not rsa_holds(self._public_key, node.encode(), signature):
            raise GatewayAway("signature")
        answer = dict(json.loads(node))
        if answer.get("code") != "10000":
            raise GatewayRejected(str(answer.get("sub_code", answer.get("code", ""))))
        return answer


def _taken_apart(text: str, name: str) -> tuple[str, str]:
    """The answer exactly as it was signed, and its signature. Raises GatewayAway for anything else."""
    begin = re.search(rf'"{name}"\s*:\s*', text)
    try:
        if begin is None:
            raise ValueError(name)
        _node, end = json.JSONDecoder().raw_decode(text, begin.end())
        return text[begin.end() : end], str(json.loads(text)["sign"])
    except UNREADABLE as error:
        raise GatewayAway("unreadable") from error


def _standing(told: Mapping[str, Any], paid_at: str) -> Standing:
    number = str(told["out_trade_no"])
    if told.get("trade_status") not in PAID:
        return Standing(number, paid=False)
    moment = _moment(paid_at) if paid_at else None
    return Standing(number, True, _fen(str(told["total_amount"])), str(told["trade_no"]), moment)


def _lines(text: str) -> list[StatementLine]:
    """The movements of a trade bill; lines with # are remarks."""
    rows = csv.reader(line for line in io.StringIO(text) if line.strip() and not line.startswith("#"))
    names = [name.strip() for name in next(rows, [])]
    found = []
    for row in rows:
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
        at, fen = _moment(cells["完成时间"]), _fen(cells["订单金额（元）"])
        is_refund = cells["业务类型"] == "退款"
        number = cells["退款批次号/请求号"] if is_refund else cells["商户订单号"]
        found.append(StatementLine(number, -abs(fen) if is_refund else fen, at))
    return found


def _is_summary(member: zipfile.ZipInfo) -> bool:
    """Names are stored in GBK without saying so."""
    name = member.filename if member.flag_bits & 0x800 else member.filename.encode("cp437").decode("gbk", "replace")
    return "汇总" in name


def _moment(text: str) -> datetime:
    return datetime.strptime(text, TIME).replace(tzinfo=SHANGHAI).astimezone(UTC)


def _yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"


def _fen(yuan: str) -> int:
    fen = Decimal(yuan) * 100
    if fen != int(fen):
        raise ValueError("money comes in whole fen")
    return int(fen)
