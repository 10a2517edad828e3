"""A trial carrier: takes orders, gives waybill numbers, moves parcels on and tells the hall. A separate small process.

    python examples/trial_carrier/carrier.py --port 8801 --secret S [--hall http://127.0.0.1:8000] [--code trial]
        [--data FILE] [--step SECONDS]

Signed like the hall's own calls (HMAC-SHA256 over moment, a full stop and the body, or the address of a call without
one): `POST /orders` takes a parcel once per key and answers {waybill, price in fen}, or 422 for an address that names
`无法投递`; `GET /track?waybill=` tells everything so far; `GET /statement?day=` the parcels ordered that day.

For rehearsals, unsigned: `POST /counter` {"waybill"} takes a parcel somebody brings himself; `POST /advance`
{"waybill", "steps"} moves one on; `POST /behave` with {"mode": "well" | "late" | "twice" | "shuffled" | "never" |
"down"} changes how (and whether) the hall is told, {"end": "signed" | "returned" | "lost"} how journeys end, {"wrong":
true} puts a wrong price and a parcel that never was into statements. With `--step` parcels move on by themselves, one
step each so many seconds.
"""

import argparse
import hashlib
import hmac
import json
import random
import sqlite3
import threading
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SHANGHAI = timezone(timedelta(hours=8))
JOURNEY = (("collected", "张家港杨舍揽投部"), ("in_transit", "苏州处理中心"), ("out", "张家港城区揽投站"))
PRICE, LATE_SECONDS, RETRIES = 1200, 3.0, 3
TABLES = """
CREATE TABLE IF NOT EXISTS parcels (
    waybill TEXT PRIMARY KEY, key TEXT UNIQUE, receiver TEXT, price INTEGER, day TEXT);
CREATE TABLE IF NOT EXISTS events (
    waybill TEXT, sequence INTEGER, state TEXT, at TEXT, place TEXT, note TEXT, PRIMARY KEY (waybill, sequence));
"""


class Refused(Exception):
    """An order that is not taken."""


class Carrier:
    """What the carrier holds, and how it behaves at the moment."""

    def __init__(self, path: str, secret: str, hall: str, code: str) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.executescript(TABLES)
        self.secret, self.hall, self.code = secret, hall, code
        self.mode, self.end, self.wrong = "well", "signed", False
        self.lock = threading.RLock()

    def take(self, order: dict[str, Any]) -> dict[str, Any]:
        """A waybill for an order, the same one for the same key."""
        if "无法投递" in order["receiver"]["address"] or not order["receiver"]["phone"]:
            raise Refused
        with self.lock, self.database:
            self._insert(f"SY{time.time_ns() % 10**13:013d}", order["key"], order["receiver"]["name"], PRICE)
            found = self.database.execute("SELECT waybill, price FROM parcels WHERE key = ?", [order["key"]]).fetchone()
        return {"waybill": found[0], "price": found[1]}

    def take_at_counter(self, waybill: str) -> None:
        """A parcel somebody brings himself, paid for by him."""
        with self.lock, self.database:
            self._insert(waybill, f"counter-{waybill}", "政务服务中心", None)

    def _insert(self, waybill: str, key: str, receiver: str, price: int | None) -> None:
        day = datetime.now(SHANGHAI).date().isoformat()
        self.database.execute(
            "INSERT INTO parcels (waybill, key, receiver, price, day) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [waybill, key, receiver, price, day],
        )

    def advance(self, waybill: str) -> dict[str, Any] | None:
        """Move a parcel one step on; what happened, None when its journey is over."""
        with self.lock, self.database:
            done = self.database.execute("SELECT count(*) FROM events WHERE waybill = ?", [waybill]).fetchone()[0]
            receiver = self.database.execute("SELECT receiver FROM parcels WHERE waybill = ?", [waybill]).fetchone()
            if receiver is None or done > len(JOURNEY):
                return None
            state, place = JOURNEY[done] if done < len(JOURNEY) else (self.end, "张家港城区揽投站")
            notes = {"signed": f"本人签收：{receiver[0]}", "returned": "收件人拒收", "lost": "运输途中遗失"}
            at = datetime.now(UTC).isoformat(timespec="seconds")
            event = {"sequence": done + 1, "state": state, "at": at, "place": place, "note": notes.get(state, "")}
            self.database.execute(
                "INSERT INTO events VALUES (:waybill, :sequence, :state, :at, :place, :note)",
                {"waybill": waybill, **event},
            )
        return {"waybill": waybill, **event}

    def track(self, waybill: str) -> dict[str, Any] | None:
        """Everything so far, None for a parcel it does not have."""
        query = "SELECT sequence, state, at, place, note FROM events WHERE waybill = ? ORDER BY sequence"
        with self.lock:
            if self.database.execute("SELECT 1 FROM parcels WHERE waybill = ?", [waybill]).fetchone() is None:
                return None
            names = ("sequence", "state", "at", "place", "note")
            return {"events": [dict(zip(names, row, strict=True)) for row in self.database.execute(query, [waybill])]}

    def statement(self, day: str) -> dict[str, Any]:
        """What it did for the hall's money on a day."""
        query = (
            "SELECT p.waybill, coalesce((SELECT e.state FROM events AS e WHERE e.waybill = p.waybill "
            "ORDER BY e.sequence DESC LIMIT 1), 'ordered'), p.price FROM parcels AS p "
            "WHERE p.day = ? AND p.price NOT NULL"
        )
        with self.lock:
            lines = [{"waybill": w, "state": s, "price": p} for w, s, p in self.database.execute(query, [day])]
        if self.wrong and lines:
            lines[0]["price"] += 300
            lines.append({"waybill": "SY0000000000000", "state": "signed", "price": PRICE})
        return {"lines": lines}

    def waiting(self) -> list[str]:
        """Parcels whose journey is not over."""
        query = (
            "SELECT waybill FROM parcels AS p WHERE (SELECT count(*) FROM events AS e WHERE e.waybill = p.waybill) <= ?"
        )
        with self.lock:
            return [row[0] for row in self.database.execute(query, [len(JOURNEY)])]

    def signature(self, moment: int, body: bytes) -> str:
        return hmac.new(self.secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()

    def tell(self, events: list[dict[str, Any]]) -> None:
        """Tell the hall, as well as the mode allows."""
        if self.mode in ("never", "down"):
            return
        if self.mode == "late":
            time.sleep(LATE_SECONDS)
        if self.mode == "shuffled":
            random.shuffle(events)
        for event in events * (2 if self.mode == "twice" else 1):
            self._post(event)

    def _post(self, event: dict[str, Any]) -> None:
        body = json.dumps(event, ensure_ascii=False).encode()
        for _try in range(RETRIES):
            moment = int(time.time())
            headers = {
                "Content-Type": "application/json",
                "X-Moment": str(moment),
                "X-Signature": self.signature(moment, body),
            }
            request = urllib.request.Request(f"{self.hall}/api/v1/carriers/{self.code}/events/", body, headers)
            with suppress(OSError):
                urllib.request.urlopen(request, timeout=10).close()
                return
            time.sleep(1)


class Handler(BaseHTTPRequestHandler):
    """HTTP face of the carrier."""

    carrier: Carrier

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        asked = json.loads(body or b"{}")
        if self.path == "/behave":
            self.carrier.mode = asked.get("mode", self.carrier.mode)
            self.carrier.end = asked.get("end", self.carrier.end)
            self.carrier.wrong = asked.get("wrong", self.carrier.wrong)
            self._reply(200, {"mode": self.carrier.mode, "end": self.carrier.end})
        elif self.path == "/counter":
            self.carrier.take_at_counter(asked["waybill"])
            self._reply(200, {})
        elif self.path == "/advance":
            self._advance(asked)
        elif self.path == "/orders" and self._may(body):
            self._order(asked)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/":
            self._reply(200, {"mode": self.carrier.mode})
        elif address.path == "/track" and self._may(self.path.encode()):
            found = self.carrier.track(asked.get("waybill", ""))
            self._reply(404 if found is None else 200, found or {})
        elif address.path == "/statement" and self._may(self.path.encode()):
            self._reply(200, self.carrier.statement(asked.get("day", "")))

    def _order(self, order: dict[str, Any]) -> None:
        try:
            self._reply(201, self.carrier.take(order))
        except Refused:
            self._reply(422, {"code": "address"})

    def _advance(self, asked: dict[str, Any]) -> None:
        moved = [self.carrier.advance(asked["waybill"]) for _step in range(asked.get("steps", 1))]
        events = [event for event in moved if event is not None]
        self._reply(200, {"events": events})
        threading.Thread(target=self.carrier.tell, args=[events], daemon=True).start()

    def _may(self, signed: bytes) -> bool:
        """Whether it works and the caller is the hall; the refusal is sent."""
        if self.carrier.mode == "down":
            self._reply(503, {"code": "down"})
            return False
        moment = self.headers.get("X-Moment", "0")
        fits = moment.isdigit() and hmac.compare_digest(
            self.carrier.signature(int(moment), signed), self.headers.get("X-Signature", "")
        )
        if not fits:
            self._reply(401, {"code": "signature"})
        return fits

    def _reply(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: parcels name people."""


def keep_moving(carrier: Carrier, seconds: float) -> None:
    """Every so many seconds each parcel goes one step."""
    while True:
        time.sleep(seconds)
        for waybill in carrier.waiting():
            event = carrier.advance(waybill)
            if event is not None:
                threading.Thread(target=carrier.tell, args=[[event]], daemon=True).start()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--hall", default="http://127.0.0.1:8000")
    parser.add_argument("--code", default="trial")
    parser.add_argument("--data", default=":memory:")
    parser.add_argument("--step", type=float, default=0.0)
    options = parser.parse_args()
    Handler.carrier = Carrier(options.data, options.secret, options.hall, options.code)
    if options.step:
        threading.Thread(target=keep_moving, args=[Handler.carrier, options.step], daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
