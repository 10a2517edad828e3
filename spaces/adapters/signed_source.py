"""A body that hands documents over on signed JSON: `POST /documents` with what is wanted.

It answers 200 with {"file_name", "content" in base64, "sealed"}, signed like the question, or 404 when it has none. The
trial register of the examples is one. Answers are read with care: what does not fit counts as no answer.
"""

import binascii
import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx
from django.conf import settings

from core import clock
from core.signing import signature_headers, signature_holds
from spaces.exchange import Handed, SourceTrouble, Wanted

TIMEOUT = httpx.Timeout(15.0, connect=3.0)
KNOWS_NOT, NAME_MOST = 404, 120


@dataclass(frozen=True, slots=True)
class SignedSource:
    """One connected body as an installation names it: the names of the materials it hands out, where it is asked, and
    the secret both sides sign with."""

    name: str
    url: str
    secret: str = field(repr=False)
    materials: Sequence[str] = ()

    def offers(self, material: str) -> bool:
        """Whether it hands out materials of this name."""
        return material in self.materials

    def fetch(self, wanted: Wanted) -> Handed | None:
        """What it hands over, None when it has none of this holder. Raises SourceTrouble."""
        body = json.dumps(asdict(wanted), ensure_ascii=False).encode()
        moment = int(clock.now().timestamp())
        headers = {"Content-Type": "application/json"} | signature_headers(self.secret, moment=moment, body=body)
        address = f"{self.url}/documents"
        try:
            with httpx.stream("POST", address, content=body, headers=headers, timeout=TIMEOUT) as answer:
                return self._read(answer)
        except httpx.HTTPError as error:
            raise SourceTrouble(f"{self.name}: {type(error).__name__}") from error

    def _read(self, answer: httpx.Response) -> Handed | None:
        if answer.status_code not in (200, KNOWS_NOT):
            raise SourceTrouble(f"{self.name}: status {answer.status_code}")
        body = self._whole(answer)
        holds = signature_holds(
            self.secret,
            moment=answer.headers.get("X-Moment", ""),
            body=body,
            signature=answer.headers.get("X-Signature", ""),
            now=clock.now().timestamp(),
        )
        if not holds:
            raise SourceTrouble(f"{self.name}: the answer is not signed by it")
        return None if answer.status_code == KNOWS_NOT else self._handed(body)

    def _whole(self, answer: httpx.Response) -> bytes:
        """The body, as far as a file of the largest size with what is around it can be long."""
        parts, most = bytearray(), settings.MAX_FILE_BYTES * 4 // 3 + 4096
        for part in answer.iter_bytes():
            parts += part
            if len(parts) > most:
                raise SourceTrouble(f"{self.name}: the answer is too long")
        return bytes(parts)

    def _handed(self, body: bytes) -> Handed:
        try:
            found: dict[str, Any] = json.loads(body)
            content = b64decode(str(found["content"]), validate=True)
            return Handed(content, str(found["file_name"])[-NAME_MOST:], sealed=found["sealed"] is True)
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise SourceTrouble(f"{self.name}: answer without a document") from error


def named_sources() -> list[SignedSource]:
    """The bodies this installation is connected with (settings.EXCHANGE_SOURCES)."""
    return [SignedSource(**values) for values in settings.EXCHANGE_SOURCES.values()]
