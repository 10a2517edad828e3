"""A city's seal platform for trials, a process of its own: `python -m core.adapters.trial_platform <folder>`.

It prints its address and serves until it is ended. `--lie` makes it lie in one way, so that whoever believes it is
found out.
"""

import argparse
import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from core.adapters.sm2_authority import EXPIRED, Sm2Authority
from core.adapters.sm2_openssl import sm3

LATE_SECONDS = 30.0
MOST_BYTES = 65_536


class TrialPlatform:
    """The platform with one way to answer."""

    def __init__(self, folder: Path, lie: str = "") -> None:
        self.authority = Sm2Authority(folder, "govportal trial seal platform")
        self.lie = lie
        self._first = b""

    def answer(self, asked: dict[str, str]) -> bytes:
        """Signature data for what was asked: true, or untrue in the chosen way."""
        digest, name, at = bytes.fromhex(asked["digest"]), asked["seal"], datetime.fromisoformat(asked["at"])
        made = LIES[self.lie](self, digest, name, at.astimezone(UTC))
        self._first = self._first or made
        return made

    def truth(self, digest: bytes, name: str, at: datetime) -> bytes:
        """What an honest platform answers."""
        return self.authority.sign(digest, seal_name=name, at=at)

    def wrong_digest(self, digest: bytes, name: str, at: datetime) -> bytes:
        """A true signature over something else."""
        return self.truth(sm3(digest), name, at)

    def expired(self, digest: bytes, name: str, at: datetime) -> bytes:
        """By a certificate that ended long before."""
        return self.authority.sign(digest, seal_name=name, at=at, until=EXPIRED)

    def other_document(self, digest: bytes, name: str, at: datetime) -> bytes:
        """What was answered for the first document, whichever is asked."""
        return self._first or self.truth(digest, name, at)

    def other_seal(self, digest: bytes, name: str, at: datetime) -> bytes:
        """Another body's seal."""
        return self.truth(digest, f"{name}分局", at)

    def old(self, digest: bytes, name: str, at: datetime) -> bytes:
        """A signature of long ago."""
        return self.truth(digest, name, at.replace(year=at.year - 1, day=1))

    def foreign(self, digest: bytes, name: str, at: datetime) -> bytes:
        """By an authority nobody trusts."""
        return Sm2Authority(self.authority.root().key_file.parent / "foreign").sign(digest, seal_name=name, at=at)

    def revoked(self, digest: bytes, name: str, at: datetime) -> bytes:
        """By a certificate that was revoked before."""
        self.authority.revoke(self.authority.signer(name).certificate, at=at)
        return self.truth(digest, name, at)

    def late(self, digest: bytes, name: str, at: datetime) -> bytes:
        """The truth, when nobody listens any more."""
        time.sleep(LATE_SECONDS)
        return self.truth(digest, name, at)

    def damaged(self, digest: bytes, name: str, at: datetime) -> bytes:
        """One bit of the signature turned."""
        made = bytearray(self.truth(digest, name, at))
        made[-3] ^= 1
        return bytes(made)


LIES: dict[str, Callable[[TrialPlatform, bytes, str, datetime], bytes]] = {
    **{"": TrialPlatform.truth, "no_answer": TrialPlatform.truth, "wrong_digest": TrialPlatform.wrong_digest},
    **{"expired": TrialPlatform.expired, "other_document": TrialPlatform.other_document, "late": TrialPlatform.late},
    **{"other_seal": TrialPlatform.other_seal, "old": TrialPlatform.old, "foreign": TrialPlatform.foreign},
    **{"revoked": TrialPlatform.revoked, "damaged": TrialPlatform.damaged},
}


def handler_of(platform: TrialPlatform) -> type[BaseHTTPRequestHandler]:
    """What serves one platform: POST /sign and GET /revocations."""

    class Handler(BaseHTTPRequestHandler):
        """Requests to this platform."""

        def do_GET(self) -> None:
            """The list of revocations."""
            if self.path == "/revocations":
                self._send(platform.authority.revocations().dump(), "application/pkix-crl")
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            """Signature data for what is asked."""
            length = int(self.headers.get("Content-Length", "0"))
            if self.path != "/sign" or not 0 < length <= MOST_BYTES:
                self.send_error(404)
                return
            asked = json.loads(self.rfile.read(length))
            if platform.lie == "no_answer":
                self.close_connection = True
                return
            signature = base64.b64encode(platform.answer(asked)).decode()
            self._send(json.dumps({"signature": signature}).encode(), "application/json")

        def log_message(self, *words: object) -> None:
            """Keep quiet."""

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main() -> None:
    """Serve on loopback until ended."""
    words = argparse.ArgumentParser(description="A seal platform for trials.")
    words.add_argument("folder", type=Path)
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--lie", default="", choices=sorted(LIES))
    given = words.parse_args()
    platform = TrialPlatform(given.folder, given.lie)
    platform.authority.root()
    server = ThreadingHTTPServer(("127.0.0.1", given.port), handler_of(platform))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201 – whoever started it reads the address
    server.serve_forever()


if __name__ == "__main__":
    main()
