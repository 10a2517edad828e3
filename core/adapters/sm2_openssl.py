"""SM2 signatures over SM3 digests by the `openssl` program (3.0 or newer). Private keys are files it reads."""

import hashlib
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import keys, pem

USER_ID = "1234567812345678"
"""The default identity that goes into every SM2 signature (GB/T 35276)."""

SECONDS = 10
_SCHEME = ["-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{USER_ID}"]


class OpensslFailed(RuntimeError):
    """The program is missing, too old, or refused what it was given."""


def sm3(content: bytes) -> bytes:
    """The 32 bytes of the SM3 digest."""
    return hashlib.new("sm3", content).digest()


def new_key() -> bytes:
    """A new SM2 private key, PEM (PKCS 8)."""
    return _run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2")


def public_key_of(key_file: Path) -> keys.PublicKeyInfo:
    """The public half of a private key."""
    return keys.PublicKeyInfo.load(_run("pkey", "-in", str(key_file), "-pubout", "-outform", "DER"))


def sign(key_file: Path, message: bytes) -> bytes:
    """The DER signature (r, s) of a message with the private key in a file."""
    return _run("pkeyutl", "-sign", "-inkey", str(key_file), *_SCHEME, stdin=message)


def verifies(public_key: keys.PublicKeyInfo, message: bytes, signature: bytes) -> bool:
    """Whether the signature was made over this message with the private half of `public_key`; False for whatever is no
    SM2 key or signature at all."""
    with TemporaryDirectory() as folder:
        key_file, signature_file = Path(folder, "key.pem"), Path(folder, "signature")
        key_file.write_bytes(pem.armor("PUBLIC KEY", public_key.dump()))
        signature_file.write_bytes(signature)
        files = ["-pubin", "-inkey", str(key_file), "-sigfile", str(signature_file)]
        try:
            _run("pkeyutl", "-verify", *files, *_SCHEME, stdin=message)
        except OpensslFailed:
            return False
    return True


def _run(*words: str, stdin: bytes = b"") -> bytes:
    """What the program writes. Raises OpensslFailed; its own words may quote keys and are left out."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "in")
        source.write_bytes(stdin)
        given = ["-in", str(source)] if stdin else []
        try:
            done = subprocess.run(["openssl", *words, *given], capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OpensslFailed("openssl could not be run") from error
    if done.returncode:
        raise OpensslFailed(f"openssl {words[0]} failed with {done.returncode}")
    return done.stdout
