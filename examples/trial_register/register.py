"""A trial register: bodies that hand documents over to a hall that asks for them. A separate small process.

    python examples/trial_register/register.py --port 8802 --secret S [--missing N]

Signed like the hall's own calls (HMAC-SHA256 over moment, full stop and body): `POST /documents` with {"material",
"holder_code", "holder_name", "item", "receipt_no"} answers {"file_name", "content" in base64, "sealed": false}, or 404
where the register has none; every answer is signed too. With `--missing` one in N people has no such document.

For rehearsals, unsigned: `POST /behave` with {"mode": "well" | "down" | "unsigned" | "garbled"} changes how it answers,
{"without": [names]} who has nothing here; `GET /asked` lists what was asked for, without names and codes.
"""

import argparse
import base64
import hashlib
import hmac
import json
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>"
)
DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


def document(lines: list[str]) -> bytes:
    """One page with these lines."""
    text = b"".join(
        b"BT /F 14 Tf 72 %d Td <%s> Tj ET\n" % (760 - 30 * row, _hex(line)) for row, line in enumerate(lines)
    )
    stream = b"<< /Length %d >>\nstream\n%sendstream" % (len(text), text)
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, stream]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate([*bodies, FONT, DESCENDANT, DESCRIPTOR], start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (count, table, count)
    return out + end + b"startxref\n%d\n%%%%EOF\n" % len(out)


def _hex(line: str) -> bytes:
    return line.encode("utf-16-be").hex().encode()


class Register:
    """Who has what, and how it behaves at the moment."""

    def __init__(self, secret: str, missing: int) -> None:
        self.secret, self.missing = secret, missing
        self.mode = "well"
        self.without: set[str] = set()
        self.asked: list[str] = []

    def answer(self, wanted: dict[str, str]) -> dict[str, Any] | None:
        """The document, None when there is none."""
        self.asked.append(wanted["material"])
        if wanted["holder_name"] in self.without or self._has_none(wanted):
            return None
        code = wanted["holder_code"]
        lines = [wanted["material"], f"持有人：{wanted['holder_name']}", f"证件号码：{code[:6]}********{code[-4:]}"]
        lines.append(f"用于办理：{wanted['item']}（{wanted['receipt_no']}）")
        lines.append(f"出具日期：{time.strftime('%Y-%m-%d')}（试运行数据，不作为凭证）")
        content = base64.b64encode(document(lines)).decode()
        return {"file_name": f"{wanted['material']}.pdf", "content": content, "sealed": False}

    def _has_none(self, wanted: dict[str, str]) -> bool:
        told = f"{wanted['material']}:{wanted['holder_code']}".encode()
        return bool(self.missing) and hashlib.sha256(told).digest()[0] % self.missing == 0

    def signature(self, moment: int, body: bytes) -> str:
        secret = "somebody else's" if self.mode == "unsigned" else self.secret
        return hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()

    def knows(self, moment: str, body: bytes, signature: str) -> bool:
        """Whether the hall asks."""
        if not moment.isdigit():
            return False
        expected = hmac.new(self.secret.encode(), b"%d." % int(moment) + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, signature)


class Handler(BaseHTTPRequestHandler):
    """HTTP face of the register."""

    register: Register

    def do_GET(self) -> None:
        self._reply(200, {"asked": self.register.asked} if self.path == "/asked" else {"mode": self.register.mode})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/behave":
            told = json.loads(body)
            self.register.mode = told.get("mode", self.register.mode)
            self.register.without = set(told.get("without", self.register.without))
            self._reply(200, {})
        elif self.path == "/documents":
            self._hand_out(body)

    def _hand_out(self, body: bytes) -> None:
        moment, signature = self.headers.get("X-Moment", ""), self.headers.get("X-Signature", "")
        if self.register.mode == "down":
            self._reply(503, {"code": "down"})
        elif not self.register.knows(moment, body, signature):
            self._reply(401, {"code": "signature"})
        elif self.register.mode == "garbled":
            self._reply(200, {"file_name": "a.pdf", "content": "*"})
        else:
            found = self.register.answer(json.loads(body))
            self._reply(404 if found is None else 200, found or {"code": "none"})

    def _reply(self, status: int, content: dict[str, Any]) -> None:
        body, moment = json.dumps(content, ensure_ascii=False).encode(), int(time.time())
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Moment", str(moment))
            self.send_header("X-Signature", self.register.signature(moment, body))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: questions name people."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--missing", type=int, default=0)
    options = parser.parse_args()
    Handler.register = Register(options.secret, options.missing)
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
