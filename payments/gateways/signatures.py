"""Signatures gateways use. Pure: keys and texts in, signatures out."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

VALID_SECONDS = 300
"""How old or how new a signed moment may be."""


def hmac_of(secret: str, moment: int, body: bytes) -> str:
    """Hex HMAC-SHA256 over moment, a full stop and the body."""
    return hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()


def hmac_holds(secret: str, moment: int, body: bytes, signature: str) -> bool:
    """Whether that is the signature; the moment is judged by the caller."""
    return hmac.compare_digest(hmac_of(secret, moment, body).encode(), signature.encode())


def rsa_sign(private_key: str, text: bytes) -> str:
    """Base64 of RSA (PKCS#1 v1.5) with SHA-256 over the text; the key is PEM (RSA2, WECHATPAY2-SHA256-RSA2048)."""
    key = load_pem_private_key(private_key.encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the key is no RSA key")
    return base64.b64encode(key.sign(text, PKCS1v15(), SHA256())).decode()


def rsa_holds(public_key: str, text: bytes, signature: str) -> bool:
    """Whether a Base64 signature fits text and public key (PEM)."""
    key = load_pem_public_key(public_key.encode())
    if not isinstance(key, RSAPublicKey):
        raise ValueError("the key is no RSA key")
    try:
        key.verify(base64.b64decode(signature, validate=True), text, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def wechat_request_text(method: str, path: str, moment: int, nonce: str, body: str) -> bytes:
    """What a request to WeChat Pay v3 signs: five lines, each ended, also the last; `path` carries the query."""
    return f"{method}\n{path}\n{moment}\n{nonce}\n{body}\n".encode()


def wechat_answer_text(moment: str, nonce: str, body: str) -> bytes:
    """What WeChat Pay v3 signs when it answers or tells: three lines, each ended."""
    return f"{moment}\n{nonce}\n{body}\n".encode()


def wechat_open(api_key: str, *, nonce: str, associated: str, sealed: str) -> bytes:
    """What is inside an encrypted resource (AEAD_AES_256_GCM). Raises ValueError when it does not open."""
    try:
        return AESGCM(api_key.encode()).decrypt(
            nonce.encode(), base64.b64decode(sealed, validate=True), associated.encode()
        )
    except (InvalidTag, binascii.Error) as error:
        raise ValueError("the resource does not open") from error


def alipay_text(parameters: Mapping[str, str], *, without: frozenset[str] = frozenset({"sign"})) -> bytes:
    """What RSA2 signs: `name=value` joined by &, sorted by name, empty values and the signature itself left out."""
    kept = sorted((name, value) for name, value in parameters.items() if value != "" and name not in without)
    return "&".join(f"{name}={value}" for name, value in kept).encode()
