"""Signatures of exchange messages: HMAC-SHA256 over moment and body, valid for five minutes. Pure."""

import hashlib
import hmac

VALID_SECONDS = 300


def sign(secret: str, *, moment: int, body: bytes) -> str:
    """Hex signature of a body sent at `moment` (Unix seconds)."""
    return hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()


def signature_holds(secret: str, *, moment: str, body: bytes, signature: str, now: float) -> bool:
    """Whether the signature fits and is not older or newer than five minutes."""
    if not moment.isascii() or not moment.isdigit() or abs(now - int(moment)) > VALID_SECONDS:
        return False
    return hmac.compare_digest(sign(secret, moment=int(moment), body=body), signature)
