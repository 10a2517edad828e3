"""The trial's certificate authority: a root of its own and one certificate per seal, made on first use.

Keys lie in one folder that only the owner can read. Nobody else trusts this root; that is the point of a trial.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""Early enough for histories that a simulated clock plays in the past."""

VALID_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)
ROOT_NAME = "govportal trial seal authority"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


class TrialAuthority:
    """Root and seal certificates in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pairs: dict[str, KeyPair] = {}

    def root(self) -> KeyPair:
        """The self-signed root."""
        return self._pair("root", ROOT_NAME, issuer=None)

    def seal(self, seal_name: str) -> KeyPair:
        """The certificate of one seal, issued by the root to the name on the seal."""
        file_name = "seal-" + hashlib.sha256(seal_name.encode()).hexdigest()[:24]
        return self._pair(file_name, seal_name, issuer=self.root())

    def _pair(self, file_name: str, common_name: str, *, issuer: KeyPair | None) -> KeyPair:
        if file_name not in self._pairs:
            path = self._folder / f"{file_name}.pem"
            if not path.exists():
                write_once(path, _pem(_issue(common_name, issuer)))
            self._pairs[file_name] = _read(path)
        return self._pairs[file_name]


def _issue(common_name: str, issuer: KeyPair | None) -> KeyPair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "govportal trial"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )
    signing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(
            x509.BasicConstraints(ca=issuer is None, path_length=0 if issuer is None else None), critical=True
        )
        .add_extension(_key_usage(ca=issuer is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    return KeyPair(key, builder.sign(signing_key, hashes.SHA256()))


def _key_usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(pair: KeyPair) -> bytes:
    private = pair.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + pair.certificate.public_bytes(serialization.Encoding.PEM)


def _read(path: Path) -> KeyPair:
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path} holds no elliptic-curve key")
    return KeyPair(key, x509.load_pem_x509_certificate(pem))


def write_once(path: Path, content: bytes) -> None:
    """Appears complete or not at all; when two processes make the same file at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
