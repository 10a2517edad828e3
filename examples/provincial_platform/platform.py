"""A trial provincial platform: takes signed rows, keeps each once, answers results. A separate small process.

    python examples/provincial_platform/platform.py --port 8800 --secret S [--hall http://127.0.0.1:8000] [--data FILE]

`POST /rows` takes a row; `GET /rows?receipt_no=…` lists what it holds of a case in the order it arrived, how often each
row came (by its key), and how often the hall was sent the answer; `POST /behave` with
{"mode": "well" | "slow" | "down" | "twice"} makes it misbehave, for rehearsals. After a case is closed it sends a
filing number back to the hall.
"""

import argparse
import hashlib
import hmac
import json
import sqlite3
import threading
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CODE = "province"
SLOW_SECONDS = 12
TABLE = """CREATE TABLE IF NOT EXISTS rows (
    arrived INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, receipt_no TEXT, sequence INTEGER, body TEXT,
    times INTEGER DEFAULT 1)"""


class Platform:
    """What the platform holds and how it behaves at the moment."""

    def __init__(self, path: str, secret: str, hall: str) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.execute(TABLE)
        self.secret, self.hall, self.mode = secret, hall, "well"
        self.answers: Counter[str] = Counter()
        self.lock = threading.Lock()

    def take(self, row: dict[str, Any]) -> bool:
        """Keep a row once by its key and count how often it came; True when it is new."""
        values = (row["row_guid"], row["data"]["receipt_no"], row["sequence"], json.dumps(row, ensure_ascii=False))
        with self.lock, self.database:
            found = self.database.execute(
                "INSERT INTO rows (key, receipt_no, sequence, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET times = times + 1 RETURNING times",
                values,
            ).fetchone()
        return bool(found[0] == 1)

    def held(self, receipt_no: str) -> dict[str, Any]:
        """What is known of one case: its rows in the order they arrived, how often each came, answers sent."""
        query = "SELECT key, body, times FROM rows WHERE receipt_no = ? ORDER BY arrived"
        with self.lock:
            found = self.database.execute(query, [receipt_no]).fetchall()
        return {
            "rows": [json.loads(body) for _key, body, _times in found],
            "times": {key: times for key, _body, times in found},
            "answers": self.answers[receipt_no],
        }

    def signature(self, moment: int, body: bytes) -> str:
        return hmac.new(self.secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()

    def answer_hall(self, row: dict[str, Any]) -> None:
        """Send a filing number for a closed case back to the hall, twice when told to misbehave so."""
        receipt_no = row["data"]["receipt_no"]
        answer = {
            "key": f"filing-{receipt_no}",
            "receipt_no": receipt_no,
            "title": "省级平台备案结果",
            "text": f"已备案，备案号 苏备{receipt_no[-8:]}",
        }
        body = json.dumps(answer, ensure_ascii=False).encode()
        for _time in range(2 if self.mode == "twice" else 1):
            moment = int(time.time())
            headers = {
                "Content-Type": "application/json",
                "X-Partner": CODE,
                "X-Moment": str(moment),
                "X-Signature": self.signature(moment, body),
            }
            request = urllib.request.Request(f"{self.hall}/api/v1/exchange/results/", body, headers)
            urllib.request.urlopen(request, timeout=10).close()
            self.answers[receipt_no] += 1


class Handler(BaseHTTPRequestHandler):
    """HTTP face of the platform."""

    platform: Platform

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/behave":
            self.platform.mode = json.loads(body)["mode"]
            self._reply(200, {"mode": self.platform.mode})
        elif self.path == "/rows":
            self._take(body)
        else:
            self._reply(404, {})

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path != "/rows":
            self._reply(404, {})
            return
        self._reply(200, self.platform.held(parse_qs(address.query).get("receipt_no", [""])[0]))

    def _take(self, body: bytes) -> None:
        platform = self.platform
        if platform.mode == "down":
            self._reply(503, {"code": "down"})
            return
        moment = self.headers.get("X-Moment", "0")
        fits = moment.isdigit() and platform.signature(int(moment), body) == self.headers.get("X-Signature")
        if not fits:
            self._reply(401, {"code": "signature"})
            return
        row = json.loads(body)
        is_new = platform.take(row)
        if platform.mode == "slow":
            time.sleep(SLOW_SECONDS)
        self._reply(200, {"code": "taken" if is_new else "known"})
        if is_new and row["data"].get("result_cetr_no") and row["data"].get("is_delivery_results"):
            threading.Thread(target=platform.answer_hall, args=[row], daemon=True).start()

    def _reply(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        with suppress(ConnectionError):  # a caller who was kept waiting too long has gone
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: rows may name people."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--hall", default="http://127.0.0.1:8000")
    parser.add_argument("--data", default=":memory:")
    options = parser.parse_args()
    Handler.platform = Platform(options.data, options.secret, options.hall)
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
