"""Personal data at rest: AES-256-GCM envelopes bound to their column, and keyed hashes for equality search (G-05).

Envelope: one byte algorithm, one byte length of the key id, the key id, 12 bytes nonce, ciphertext with its tag.
The algorithm and key id are stored with each ciphertext, so keys rotate and algorithms change without a flag day.
"""

import hashlib
import hmac
import os
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

AES_256_GCM = 1
KEY_BYTES = 32
NONCE_BYTES = 12


class Undecryptable(ValueError):
    """A ciphertext that is damaged, was moved from another column, or needs a key this installation does not have."""


def encrypt(clear: bytes, *, context: str) -> bytes:
    """An envelope of `clear` under the first of settings.FIELD_KEYS that opens with the same `context` only.

    `context` is "table.column"; two calls never give the same bytes.
    """
    key_id, secret = next(iter(settings.FIELD_KEYS.items()))
    header = bytes([AES_256_GCM, len(key_id.encode())]) + key_id.encode()
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + _cipher(secret).encrypt(nonce, clear, _bound(header, context))


def decrypt(envelope: bytes, *, context: str) -> bytes:
    """The clear bytes of an envelope made for `context`. Raises Undecryptable."""
    if len(envelope) < 2 or envelope[0] != AES_256_GCM:
        raise Undecryptable("unknown envelope")
    header_length = 2 + envelope[1]
    header, nonce = envelope[:header_length], envelope[header_length : header_length + NONCE_BYTES]
    secret = settings.FIELD_KEYS.get(header[2:].decode(errors="replace"))
    if secret is None:
        raise Undecryptable("the key of this ciphertext is not configured")
    try:
        return _cipher(secret).decrypt(nonce, envelope[header_length + NONCE_BYTES :], _bound(header, context))
    except (InvalidTag, ValueError):
        raise Undecryptable("ciphertext damaged or bound to another column") from None


def blind_index(value: str, purpose: str) -> bytes:
    """32 bytes of HMAC-SHA256 that are equal for equal values of one `purpose` (for example "id_number").

    White space, width and case of letters do not matter. The same value gives different bytes for another purpose.
    """
    plain = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    key = bytes.fromhex(settings.BLIND_INDEX_KEY)
    return hmac.digest(key, f"{purpose}\0{plain}".encode(), hashlib.sha256)


def _bound(header: bytes, context: str) -> bytes:
    return header + context.encode()


@lru_cache(maxsize=16)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(bytes.fromhex(secret))
