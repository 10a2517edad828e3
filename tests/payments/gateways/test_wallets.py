"""Both wallets over HTTP with the signatures of the real ones: orders, notices, questions, refunds, statements."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from core.clock import SimulatedClock, running_at
from payments.gateways import GatewayAway, GatewayRejected, Invoice, NoticeRefused, Return, Standing
from payments.gateways.alipay import AlipayGateway
from payments.gateways.calls import call
from payments.gateways.signatures import alipay_text, rsa_holds, rsa_sign, wechat_request_text
from payments.gateways.wechat import WechatGateway
from tests.payments.gateways.wallets import (
    API_KEY,
    PLATFORM_SERIAL,
    Wallet,
    alipay_answer,
    bill_of_alipay,
    keys,
    listening,
    sha1,
    wechat_headers,
    wechat_notice,
)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MOMENT = int(NOW.timestamp())
INVOICE = Invoice("P20260302000001T1", 2000, "身份证工本费", "https://hall/notices/", "https://hall/back/")
RETURN = Return("P20260302000001T1", "P20260302000001R1", 500, 2000, "多收")
PAID = {
    **{"mchid": "1900009191", "out_trade_no": INVOICE.number, "transaction_id": "4200001", "trade_state": "SUCCESS"},
    **{"success_time": "2026-03-02T10:00:00+08:00", "amount": {"total": 2000, "currency": "CNY"}},
}
WAS_PAID = Standing(INVOICE.number, True, 2000, "4200001", NOW)


@pytest.fixture
def wallet() -> Iterator[Wallet]:
    with running_at(SimulatedClock(NOW)), listening(Wallet()) as found:
        yield found


def wechat(wallet: Wallet) -> WechatGateway:
    return WechatGateway(
        "wechat", appid="wxd678efh567hg6787", mchid="1900009191", serial="AB12", private_key=keys("merchant").private,
        platform_serial=PLATFORM_SERIAL, platform_key=keys("platform").public, api_key=API_KEY, url=wallet.url,
    )  # fmt: skip


def alipay(wallet: Wallet) -> AlipayGateway:
    return AlipayGateway(
        "alipay", app_id="2014072300007148", private_key=keys("merchant").private,
        public_key=keys("alipay").public, url=f"{wallet.url}/gateway.do",
    )  # fmt: skip


def says(wallet: Wallet, path: str, told: dict[str, object], **more: object) -> None:
    body = json.dumps(told).encode()
    wallet.answer(path, body, headers=wechat_headers(body, moment=MOMENT, **more))  # type: ignore[arg-type]


class TestWechat:
    def test_a_request_carries_the_merchants_signature_over_what_was_sent(self, wallet: Wallet) -> None:
        says(wallet, "/v3/pay/transactions/native", {"code_url": "weixin://wxpay/bizpayurl?pr=1"})
        assert wechat(wallet).begin(INVOICE) == "weixin://wxpay/bizpayurl?pr=1"
        (asked,) = wallet.asked
        told = json.loads(asked.body)
        assert (told["out_trade_no"], told["amount"]) == (INVOICE.number, {"total": 2000, "currency": "CNY"})
        scheme, _space, rest = asked.headers["Authorization"].partition(" ")
        parts = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        assert (scheme, parts["mchid"], parts["serial_no"]) == ("WECHATPAY2-SHA256-RSA2048", "1900009191", "AB12")
        text = wechat_request_text("POST", asked.path, int(parts["timestamp"]), parts["nonce_str"], asked.body.decode())
        assert rsa_holds(keys("merchant").public, text, parts["signature"])

    def test_an_answer_somebody_else_signed_is_no_answer(self, wallet: Wallet) -> None:
        says(wallet, "/v3/pay/transactions/native", {"code_url": "weixin://evil"}, signer="somebody")
        with pytest.raises(GatewayAway, match="signature"):
            wechat(wallet).begin(INVOICE)

    def test_a_notice_is_opened_and_read(self, wallet: Wallet) -> None:
        body = wechat_notice(PAID)
        assert wechat(wallet).read_notice(wechat_headers(body, moment=MOMENT), body, now=NOW) == WAS_PAID

    @pytest.mark.parametrize(
        ("body", "headers"),
        [
            (wechat_notice(PAID), {"signer": "somebody"}),
            (wechat_notice(PAID), {"moment": MOMENT - 301}),
            (wechat_notice(PAID), {"moment": MOMENT + 301}),
            (wechat_notice(PAID, api_key="f" * 32), {}),
            (wechat_notice({**PAID, "mchid": "another"}), {}),
            (wechat_notice({"refund_status": "SUCCESS"}), {}),
            (b"{}", {}),
            (b"no json", {}),
            (b"[]", {}),
        ],
    )
    def test_a_notice_that_is_not_right_is_refused(
        self, wallet: Wallet, body: bytes, headers: dict[str, object]
    ) -> None:
        signed = wechat_headers(body, **{"moment": MOMENT, **headers})  # type: ignore[arg-type]
        with pytest.raises(NoticeRefused):
            wechat(wallet).read_notice(signed, body, now=NOW)

    def test_a_body_changed_on_its_way_is_refused(self, wallet: Wallet) -> None:
        body = wechat_notice(PAID)
        with pytest.raises(NoticeRefused, match="signature"):
            wechat(wallet).read_notice(wechat_headers(body, moment=MOMENT), body + b" ", now=NOW)

    def test_asked_it_tells_what_became_of_a_payment(self, wallet: Wallet) -> None:
        path = f"/v3/pay/transactions/out-trade-no/{INVOICE.number}"
        assert wechat(wallet).ask(INVOICE.number) == Standing(INVOICE.number, paid=False)
        says(wallet, path, {**PAID, "trade_state": "NOTPAY"})
        assert wechat(wallet).ask(INVOICE.number) == Standing(INVOICE.number, paid=False)
        says(wallet, path, PAID)
        assert wechat(wallet).ask(INVOICE.number) == WAS_PAID
        assert wallet.asked[-1].path == f"{path}?mchid=1900009191"

    def test_a_refund_is_done_or_on_its_way(self, wallet: Wallet) -> None:
        says(wallet, "/v3/refund/domestic/refunds", {"status": "PROCESSING"})
        assert not wechat(wallet).give_back(RETURN)
        says(wallet, "/v3/refund/domestic/refunds", {"status": "SUCCESS"})
        assert wechat(wallet).give_back(RETURN)
        told = json.loads(wallet.asked[-1].body)
        assert told["amount"] == {"refund": 500, "total": 2000, "currency": "CNY"}
        assert told["out_refund_no"] == RETURN.refund_number

    def test_a_statement_is_fetched_checked_and_read(self, wallet: Wallet) -> None:
        head = "\ufeff交易时间,商户订单号,交易状态,商户退款单号,退款金额,订单金额\n"
        paid = "`2026-03-02 10:00:00,`P1T1,`SUCCESS,`0,`0.00,`20.00\n"
        back = "`2026-03-02 11:00:00,`P1T1,`REFUND,`P1R1,`5.00,`0.00\n"
        bill = f"{head}{paid}{back}总交易单数,应结订单总金额\n`2,`15.00\n".encode()
        told = {"download_url": "https://api.mch.weixin.qq.com/v3/billdownload/file?token=xx", "hash_value": sha1(bill)}
        says(wallet, "/v3/bill/tradebill", told)
        wallet.answer("/v3/billdownload/file", bill)
        found = wechat(wallet).statement(date(2026, 3, 2))
        assert [(line.number, line.fen) for line in found] == [("P1T1", 2000), ("P1R1", -500)]
        assert found[0].at == NOW
        wallet.answer("/v3/billdownload/file", bill + b"x")
        with pytest.raises(GatewayAway, match="damaged"):
            wechat(wallet).statement(date(2026, 3, 2))

    def test_a_day_without_a_bill_has_no_movements(self, wallet: Wallet) -> None:
        wallet.answer("/v3/bill/tradebill", b"{}", status=400)
        assert wechat(wallet).statement(date(2026, 3, 2)) == []


class TestAlipay:
    TOLD = {
        **{"app_id": "2014072300007148", "out_trade_no": INVOICE.number, "trade_no": "2013112", "sign_type": "RSA2"},
        **{"trade_status": "TRADE_SUCCESS", "total_amount": "20.00", "gmt_payment": "2026-03-02 10:00:00"},
        "subject": "身份证工本费",
    }

    def notice(self, signer: str = "alipay", **changes: str) -> bytes:
        told = {**self.TOLD, **changes}
        text = alipay_text(told, without=frozenset({"sign", "sign_type"}))
        return urlencode(told | {"sign": rsa_sign(keys(signer).private, text)}).encode()

    def test_the_page_is_opened_with_signed_parameters(self, wallet: Wallet) -> None:
        address = alipay(wallet).begin(INVOICE)
        parameters = dict(parse_qsl(urlsplit(address).query))
        signature = parameters.pop("sign")
        assert rsa_holds(keys("merchant").public, alipay_text(parameters), signature)
        told = json.loads(parameters["biz_content"])
        assert (told["out_trade_no"], told["total_amount"]) == (INVOICE.number, "20.00")
        assert (parameters["method"], parameters["sign_type"]) == ("alipay.trade.page.pay", "RSA2")

    def test_a_notice_is_read(self, wallet: Wallet) -> None:
        found = alipay(wallet).read_notice({}, self.notice(), now=NOW)
        assert found == Standing(INVOICE.number, True, 2000, "2013112", NOW)

    @pytest.mark.parametrize(
        "changes", [{"signer": "somebody"}, {"app_id": "another"}, {"total_amount": "20.001"}, {"total_amount": "x"}]
    )
    def test_a_notice_that_is_not_right_is_refused(self, wallet: Wallet, changes: dict[str, str]) -> None:
        with pytest.raises(NoticeRefused):
            alipay(wallet).read_notice({}, self.notice(**changes), now=NOW)

    def test_a_changed_amount_breaks_the_signature(self, wallet: Wallet) -> None:
        body = self.notice().replace(b"20.00", b"00.01")
        with pytest.raises(NoticeRefused, match="signature"):
            alipay(wallet).read_notice({}, body, now=NOW)

    @pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"a&b", b"&".join(b"a=1" for _n in range(200))])
    def test_what_is_no_form_is_refused(self, wallet: Wallet, body: bytes) -> None:
        with pytest.raises(NoticeRefused):
            alipay(wallet).read_notice({}, body, now=NOW)

    def test_asked_it_tells_what_became_of_a_payment(self, wallet: Wallet) -> None:
        method = "alipay.trade.query"
        told = {"code": "10000", **self.TOLD, "send_pay_date": "2026-03-02 10:00:00"}
        wallet.answer("/gateway.do", alipay_answer(method, told))
        assert alipay(wallet).ask(INVOICE.number) == Standing(INVOICE.number, True, 2000, "2013112", NOW)
        wallet.answer("/gateway.do", alipay_answer(method, {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}))
        assert alipay(wallet).ask(INVOICE.number) == Standing(INVOICE.number, paid=False)
        wallet.answer("/gateway.do", alipay_answer(method, {"code": "40006", "sub_code": "isv.invalid"}))
        with pytest.raises(GatewayRejected, match=r"isv\.invalid"):
            alipay(wallet).ask(INVOICE.number)

    @pytest.mark.parametrize(
        "answer", [b"", b"{}", b"<html>", alipay_answer("alipay.trade.query", {"code": "10000"}, signer="somebody")]
    )
    def test_an_answer_alipay_did_not_sign_is_no_answer(self, wallet: Wallet, answer: bytes) -> None:
        wallet.answer("/gateway.do", answer)
        with pytest.raises(GatewayAway):
            alipay(wallet).ask(INVOICE.number)

    def test_a_refund_is_done_when_money_moved(self, wallet: Wallet) -> None:
        wallet.answer("/gateway.do", alipay_answer("alipay.trade.refund", {"code": "10000", "fund_change": "Y"}))
        assert alipay(wallet).give_back(RETURN)
        told = json.loads(dict(parse_qsl(wallet.asked[0].body.decode()))["biz_content"])
        assert (told["refund_amount"], told["out_request_no"]) == ("5.00", RETURN.refund_number)

    def test_a_statement_is_unpacked_and_read(self, wallet: Wallet) -> None:
        head = "商户订单号,业务类型,完成时间,订单金额（元）,退款批次号/请求号\n"
        rows = "P1T1\t,交易,2026-03-02 10:00:00,20.00,\nP1T1\t,退款,2026-03-02 11:00:00,-5.00,P1R1\n"
        wallet.answer("/bill.zip", bill_of_alipay(f"#支付宝业务明细查询\n{head}{rows}#结束\n"))
        method = "alipay.data.dataservice.bill.downloadurl.query"
        told = {"code": "10000", "bill_download_url": f"{wallet.url}/bill.zip"}
        wallet.answer("/gateway.do", alipay_answer(method, told))
        found = alipay(wallet).statement(date(2026, 3, 2))
        assert [(line.number, line.fen) for line in found] == [("P1T1", 2000), ("P1R1", -500)]


def test_a_gateway_is_spoken_to_over_https_only() -> None:
    with pytest.raises(ValueError, match="https only"):
        call("GET", "http://pay.example.org/")


def test_a_gateway_that_is_ill_is_away_and_one_that_refuses_has_refused(wallet: Wallet) -> None:
    wallet.answer("/ill", b"", status=503)
    wallet.answer("/busy", b"", status=429)
    wallet.answer("/moved", b"", status=302, headers={"Location": "http://127.0.0.1:1/"})
    for path in ("/ill", "/busy"):
        with pytest.raises(GatewayAway):
            call("GET", wallet.url + path)
    with pytest.raises(GatewayRejected, match="302"):
        call("GET", f"{wallet.url}/moved")
    with pytest.raises(GatewayAway):
        call("GET", "http://127.0.0.1:1/")
