"""Signatures of messages between systems: HMAC-SHA256 over moment and body, valid for five minutes. Pure."""

import hashlib
import hmac

from core.keys import key_in

VALID_SECONDS = 300


def sign(secret: str, *, moment: int, body: bytes) -> str:
    """Hex signature of a body sent at `moment` (Unix seconds)."""
    return hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()


def signature_headers(secret: str, *, moment: int, body: bytes) -> dict[str, str]:
    """What is sent along with a body signed at `moment` (Unix seconds)."""
    return {"X-Moment": str(moment), "X-Signature": sign(secret, moment=moment, body=body)}


def signature_holds(secret: str, *, moment: str, body: bytes, signature: str, now: float) -> bool:
    """Whether the signature fits and is not older or newer than five minutes."""
    seconds = key_in(moment)
    if seconds is None or abs(now - seconds) > VALID_SECONDS:
        return False
    return hmac.compare_digest(sign(secret, moment=seconds, body=body), signature)
