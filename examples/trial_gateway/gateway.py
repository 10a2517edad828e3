"""A trial payment gateway: shows a page on which people pay with play money, tells the hall with a signed notice. A
separate small process.

    TRIAL_GATEWAY_SECRET=S python examples/trial_gateway/gateway.py --port 8002 [--address URL] [--data FILE]

The hall speaks to it with signed POSTs: `/orders`, `/standing`, `/refunds`, `/statement`. People open `/` (payments,
how notices behave) and `/pay/<key>` (one payment). Notices go out well, late, twice or never; which one is chosen for
all payments on `/`, for one on its own page, or by the last digit of its amount in fen: 7 is late, 8 twice, 9 never.
`/` also plants a movement the hall knows nothing of, for rehearsals of the reconciliation.
"""

import argparse
import hashlib
import hmac
import html
import json
import os
import secrets
import sqlite3
import threading
import time
import urllib.request
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LATE_SECONDS, NOTICE_TRIES, PAUSE_SECONDS, VALID_SECONDS = 45, 4, 5, 300
MOST_BYTES = 64 * 1024
SHANGHAI = timezone(timedelta(hours=8))
MODES = {"well": "立即通知", "late": "延迟通知", "twice": "通知两次", "never": "从不通知"}
BY_DIGIT = {7: "late", 8: "twice", 9: "never"}
TABLES = """
CREATE TABLE IF NOT EXISTS payments (
    number TEXT PRIMARY KEY, key TEXT UNIQUE, fen INTEGER, subject TEXT, notice_url TEXT, return_url TEXT,
    mode TEXT, trade_no TEXT, paid_at INTEGER);
CREATE TABLE IF NOT EXISTS movements (number TEXT UNIQUE, fen INTEGER, at INTEGER, of TEXT);
"""
PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · 试用支付</title><style>
body{{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:0;color:#1c2733;
background:#eef3fa}}main{{max-width:40rem;margin:0 auto;padding:1rem}}header{{background:#14532d;color:#fff;
padding:.75rem 1rem}}section{{background:#fff;border-radius:.5rem;padding:1.25rem;margin:1rem 0;overflow-x:auto}}
.sum{{font-size:2.25rem;font-weight:700;margin:.25rem 0}}button{{font:inherit;padding:.65rem 1.25rem;border:0;
border-radius:.375rem;background:#166534;color:#fff;cursor:pointer}}button.plain{{background:#fff;color:#166534;
border:1px solid #166534}}a{{color:#166534}}fieldset{{border:1px solid #d4dde8;border-radius:.375rem;margin:0 0 1rem}}
label{{display:inline-block;min-height:1.75rem;margin-right:1rem}}table{{border-collapse:collapse;width:100%}}
td,th{{text-align:left;padding:.375rem .5rem;border-bottom:1px solid #e3e9f1;white-space:nowrap}}
input[type=number]{{font:inherit;padding:.4rem;width:8rem}}
</style></head><body><header>试用支付网关 · 不发生真实交易</header><main><h1>{title}</h1>{body}</main></body></html>"""


class Refused(Exception):
    """The hall asked for what cannot be; the text is the reason."""


class Gateway:
    """What the gateway holds, and how its notices behave."""

    def __init__(self, path: str, secret: str, address: str) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.row_factory = sqlite3.Row
        self.database.executescript(TABLES)
        self.secret, self.address, self.mode = secret, address, "well"
        self.lock = threading.Lock()

    def ask(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Run one statement for itself; its rows."""
        with self.lock, self.database:
            return self.database.execute(query, values).fetchall()

    def signature(self, moment: int, body: bytes) -> str:
        return hmac.new(self.secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()

    def signed(self, moment: str, body: bytes, signature: str) -> bool:
        """Whether the hall said this, and lately."""
        if not moment.isdigit() or abs(time.time() - int(moment)) > VALID_SECONDS:
            return False
        return hmac.compare_digest(self.signature(int(moment), body).encode(), signature.encode())

    def order(self, told: dict[str, Any]) -> dict[str, Any]:
        """Take a payment in, once per number."""
        fen = int(told["amount_fen"])
        values = (told["number"], secrets.token_urlsafe(16), fen, told["subject"], told["notice_url"])
        self.ask(
            "INSERT INTO payments (number, key, fen, subject, notice_url, return_url, mode) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO NOTHING",
            *(*values, told["return_url"], BY_DIGIT.get(fen % 10, self.mode)),
        )
        return {"address": f"{self.address}/pay/{self.payment(told['number'])['key']}"}

    def payment(self, number: str) -> sqlite3.Row:
        found = self.ask("SELECT * FROM payments WHERE number = ?", number)
        if not found:
            raise Refused("unknown")
        return found[0]

    def standing(self, told: dict[str, Any]) -> dict[str, Any]:
        """What became of a payment; one nobody asked for was not paid."""
        found = self.ask("SELECT * FROM payments WHERE number = ?", told["number"])
        if not found or found[0]["paid_at"] is None:
            return {"number": told["number"], "paid": False}
        row = found[0]
        said = {"number": row["number"], "paid": True, "amount_fen": row["fen"]}
        return said | {"trade_no": row["trade_no"], "at": row["paid_at"]}

    def refund(self, told: dict[str, Any]) -> dict[str, Any]:
        """Give money back, once per refund number, never more than was paid."""
        row, fen = self.payment(told["number"]), int(told["amount_fen"])
        with self.lock, self.database:
            query = "SELECT 1 FROM movements WHERE number = ?"
            if self.database.execute(query, [told["refund_number"]]).fetchone():
                return {"done": True}
            query = "SELECT coalesce(sum(fen), 0) FROM movements WHERE number = ? OR of = ?"
            if not 0 < fen <= self.database.execute(query, [row["number"]] * 2).fetchone()[0]:
                raise Refused("too_much")
            values = (told["refund_number"], -fen, int(time.time()), row["number"])
            self.database.execute("INSERT INTO movements VALUES (?, ?, ?, ?)", values)
        return {"done": True}

    def statement(self, told: dict[str, Any]) -> dict[str, Any]:
        """All movements of a day in Shanghai."""
        day = date.fromisoformat(told["day"])
        start = int(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).timestamp())
        rows = self.ask("SELECT * FROM movements WHERE at >= ? AND at < ? ORDER BY at", start, start + 86400)
        return {"lines": [{"number": row["number"], "fen": row["fen"], "at": row["at"]} for row in rows]}

    def pay(self, key: str, mode: str) -> sqlite3.Row | None:
        """Somebody pays; the hall is told as the mode says. None when there is no such payment."""
        found = self.ask("SELECT * FROM payments WHERE key = ?", key)
        if not found:
            return None
        row, now = found[0], int(time.time())
        with self.lock, self.database:
            values = (f"T{secrets.token_hex(10)}", now, mode, key)
            change = "UPDATE payments SET trade_no = ?, paid_at = ?, mode = ? WHERE key = ? AND paid_at IS NULL"
            is_new = self.database.execute(change, values).rowcount == 1
            if is_new:
                self.database.execute("INSERT INTO movements VALUES (?, ?, ?, '')", (row["number"], row["fen"], now))
        if is_new and mode != "never":
            threading.Thread(target=self.tell, args=[row["number"], mode], daemon=True).start()
        return row

    def tell(self, number: str, mode: str) -> None:
        """Send the notice of a payment until the hall takes it, a few times; once more where it goes out twice."""
        if mode == "late":
            time.sleep(LATE_SECONDS)
        for _round in range(2 if mode == "twice" else 1):
            for _try in range(NOTICE_TRIES):
                if self._told(number):
                    break
                time.sleep(PAUSE_SECONDS)

    def _told(self, number: str) -> bool:
        body, moment = json.dumps(self.standing({"number": number})).encode(), int(time.time())
        headers = {"Content-Type": "application/json", "X-Moment": str(moment)}
        headers["X-Signature"] = self.signature(moment, body)
        request = urllib.request.Request(self.payment(number)["notice_url"], body, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


class Handler(BaseHTTPRequestHandler):
    """HTTP face of the gateway."""

    gateway: Gateway

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self._reply(413, "")
            return
        body = self.rfile.read(int(length))
        known = {"/orders": "order", "/standing": "standing", "/refunds": "refund", "/statement": "statement"}
        if self.path in known:
            self._hall(known[self.path], body)
        else:
            self._people(parse_qs(body.decode(errors="replace")))

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            self._page("试用支付", _home(self.gateway))
        elif path.startswith("/pay/"):
            found = self.gateway.ask("SELECT * FROM payments WHERE key = ?", path.removeprefix("/pay/"))
            self._page("付款", _payment(found[0])) if found else self._reply(404, "")
        else:
            self._reply(404, "")

    def _hall(self, deed: str, body: bytes) -> None:
        moment, signature = self.headers.get("X-Moment", ""), self.headers.get("X-Signature", "")
        if not self.gateway.signed(moment, body, signature):
            self._reply(401, json.dumps({"code": "signature"}), "application/json")
            return
        try:
            answer = getattr(self.gateway, deed)(json.loads(body))
        except Refused as reason:
            self._reply(409, json.dumps({"code": str(reason)}), "application/json")
        except (KeyError, TypeError, ValueError):
            self._reply(400, json.dumps({"code": "unreadable"}), "application/json")
        else:
            self._reply(200, json.dumps(answer), "application/json")

    def _people(self, form: dict[str, list[str]]) -> None:
        mode = form.get("mode", ["well"])[0]
        mode = mode if mode in MODES else "well"
        if self.path.startswith("/pay/"):
            found = self.gateway.pay(self.path.removeprefix("/pay/"), mode)
            self._go(self.path) if found is not None else self._reply(404, "")
        elif self.path == "/behave":
            self.gateway.mode = mode
            self._go("/")
        elif self.path == "/plant":
            values = (f"X{secrets.token_hex(6)}", _number(form.get("fen", [""])[0]), int(time.time()) - 600)
            self.gateway.ask("INSERT INTO movements VALUES (?, ?, ?, '')", *values)
            self._go("/")
        else:
            self._reply(404, "")

    def _page(self, title: str, body: str) -> None:
        self._reply(200, PAGE.format(title=title, body=body))

    def _go(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _reply(self, status: int, content: str, kind: str = "text/html; charset=utf-8") -> None:
        body = content.encode()
        with suppress(ConnectionError):  # a caller who was kept waiting too long has gone
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: subjects may tell what somebody applied for."""


def _home(gateway: Gateway) -> str:
    rows = gateway.ask("SELECT * FROM payments ORDER BY rowid DESC LIMIT 30")
    listed = "".join(
        f'<tr><td><a href="/pay/{row["key"]}">{html.escape(row["number"])}</a></td><td>{_yuan(row["fen"])}</td>'
        f"<td>{'已付款' if row['paid_at'] else '待付款'}</td><td>{MODES[row['mode']]}</td></tr>"
        for row in rows
    )
    table = f"<table><tr><th>编号<th>金额<th>状态<th>通知</tr>{listed}</table>" if rows else "<p>还没有付款单。</p>"
    return (
        f'<section><form method="post" action="/behave">{_modes(gateway.mode, "今后的付款单")}'
        '<button class="plain">保存</button></form></section>'
        f"<section><h2>付款单</h2>{table}</section>"
        '<section><h2>演练对账</h2><form method="post" action="/plant"><label>金额（分）'
        ' <input type="number" name="fen" value="100" min="1" max="1000000"></label>'
        '<button class="plain">加一笔大厅不知道的收款</button></form></section>'
    )


def _payment(row: sqlite3.Row) -> str:
    subject, back = html.escape(row["subject"]), html.escape(row["return_url"], quote=True)
    head = f'<section><p>{subject}</p><p class="sum">{_yuan(row["fen"])}</p><p>编号 {html.escape(row["number"])}</p>'
    link = f'<p><a href="{back}">返回政务服务大厅</a></p></section>'
    if row["paid_at"]:
        return f"{head}<p><strong>付款成功。</strong>{MODES[row['mode']]}。</p>{link}"
    form = f'<form method="post">{_modes(row["mode"], "付款后怎样通知大厅")}<button>付款</button></form>'
    return f"{head}{form}{link}"


def _modes(chosen: str, legend: str) -> str:
    options = "".join(
        f'<label><input type="radio" name="mode" value="{mode}"{" checked" if mode == chosen else ""}> {words}</label>'
        for mode, words in MODES.items()
    )
    return f"<fieldset><legend>{legend}</legend>{options}</fieldset>"


def _yuan(fen: int) -> str:
    return f"¥{fen // 100:,}.{fen % 100:02d}"


def _number(text: str) -> int:
    return min(max(int(text), 1), 1_000_000) if text.isascii() and text.isdigit() and len(text) < 9 else 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--address", default="")
    parser.add_argument("--data", default=":memory:")
    options = parser.parse_args()
    address = options.address or f"http://127.0.0.1:{options.port}"
    Handler.gateway = Gateway(options.data, os.environ["TRIAL_GATEWAY_SECRET"], address)
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
