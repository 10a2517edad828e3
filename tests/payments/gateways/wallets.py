"""Wallets that answer on this machine with keys made for the test, signed as the real ones sign."""

import base64
import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from payments.gateways.signatures import rsa_sign, wechat_answer_text

API_KEY = "0123456789abcdef0123456789abcdef"
PLATFORM_SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"


@dataclass(frozen=True)
class Keys:
    """An RSA pair in PEM."""

    private: str
    public: str


@cache
def keys(owner: str) -> Keys:
    """The pair of somebody, made once a run."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Keys(private.decode(), public.decode())


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Wallet:
    """Answers by path; keeps what it was asked."""

    answers: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, content: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.answers[path] = (status, content, headers or {})


@contextmanager
def listening(wallet: Wallet) -> Iterator[Wallet]:
    """The wallet on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            wallet.asked.append(Asked(self.command, self.path, dict(self.headers.items()), body))
            status, content, headers = wallet.answers.get(self.path.partition("?")[0], (404, b"", {}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    wallet.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield wallet
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def wechat_headers(body: bytes, *, moment: int, signer: str = "platform") -> dict[str, str]:
    """The platform's signature over what it says."""
    text = wechat_answer_text(str(moment), "nonce-of-the-platform", body.decode())
    return {
        **{"Wechatpay-Serial": PLATFORM_SERIAL, "Wechatpay-Timestamp": str(moment)},
        **{"Wechatpay-Nonce": "nonce-of-the-platform"},
        "Wechatpay-Signature": rsa_sign(keys(signer).private, text),
    }


def wechat_notice(told: dict[str, Any], *, api_key: str = API_KEY) -> bytes:
    """A notice with its sealed resource."""
    sealed = AESGCM(api_key.encode()).encrypt(b"nonce-of-gcm", json.dumps(told).encode(), b"transaction")
    resource = {
        **{"algorithm": "AEAD_AES_256_GCM", "nonce": "nonce-of-gcm", "associated_data": "transaction"},
        "ciphertext": base64.b64encode(sealed).decode(),
    }
    return json.dumps({"event_type": "TRANSACTION.SUCCESS", "resource": resource}).encode()


def alipay_answer(method: str, told: dict[str, Any], *, signer: str = "alipay") -> bytes:
    """An answer as Alipay signs it: over the very bytes of its node."""
    node = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    signature = rsa_sign(keys(signer).private, node.encode())
    return f'{{"{method.replace(".", "_")}_response":{node},"sign":"{signature}"}}'.encode()


def bill_of_alipay(rows: str) -> bytes:
    """A zip with the table of a day and its summary, named in GBK as Alipay does."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bill:
        bill.writestr("20260302_业务明细(汇总).csv", "#汇总\n".encode("gb18030"))
        bill.writestr("20260302_业务明细.csv", rows.encode("gb18030"))
    return packed.getvalue()


def sha1(content: bytes) -> str:
    return hashlib.sha1(content).hexdigest()
