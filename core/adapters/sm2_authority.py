"""The trial's SM2 authority: a root, a maker of seals, one signer per seal, made on first use; a list of revocations.

Keys lie in one folder that only the owner can read. Nobody else trusts this root; that is the point of a trial.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import crl, x509
from asn1crypto.core import OctetBitString

from core.adapters import sm2_openssl as sm2
from core.adapters.seal_format import (
    CERTIFICATES,
    ORGANISATION_SEAL,
    SM2_WITH_SM3,
    VERSION,
    Seal,
    SealInfo,
    SealSignature,
    ToBeSigned,
)
from core.adapters.seal_picture import seal_picture
from core.adapters.seal_place import CAPTION
from core.adapters.trial_authority import VALID_FROM, VALID_UNTIL, write_once

ALGORITHM = {"algorithm": SM2_WITH_SM3}
EXPIRED = datetime(2021, 1, 1, tzinfo=UTC)
MILLIMETRES = 42
PIXELS, COLOURS = 200, 16
"""Small: the picture travels with every signature."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Where a private key lies, and its certificate."""

    key_file: Path
    certificate: x509.Certificate


class Sm2Authority:
    """Root, maker, signers and seals in `folder`."""

    def __init__(self, folder: Path, name: str = "govportal trial SM2 authority") -> None:
        self._folder = folder
        self._name = name

    def root(self) -> Pair:
        """The self-signed root."""
        return self._pair("root", self._name, issuer=None)

    def maker(self) -> Pair:
        """Who makes seals: an organisation's certificate under the root."""
        return self._pair("maker", f"{self._name} seal maker", issuer=self.root())

    def signer(self, seal_name: str, *, until: datetime = VALID_UNTIL) -> Pair:
        """The certificate of one seal's user; one that ended early is another certificate."""
        file_name = f"signer-{_short(seal_name + ('' if until == VALID_UNTIL else until.isoformat()))}"
        return self._pair(file_name, seal_name, issuer=self.root(), until=until)

    def seal(self, seal_name: str, *, until: datetime = VALID_UNTIL) -> Seal:
        """The seal as data, signed by its maker; its list holds the signer whose certificate ends `until`."""
        path = self._folder / f"seal-{_short(seal_name + until.isoformat())}.der"
        if not path.exists():
            write_once(path, self._made(seal_name, self.signer(seal_name, until=until)).dump())
        return Seal.load(path.read_bytes())

    def sign(
        self, digest: bytes, *, seal_name: str, at: datetime, until: datetime = VALID_UNTIL, about: str = "/ByteRange"
    ) -> bytes:
        """The DER signature data over an SM3 digest, sealed at `at` (UTC); `about` says what the digest is of."""
        signer = self.signer(seal_name, until=until)
        signed = ToBeSigned(
            {
                **{"version": VERSION, "seal": self.seal(seal_name, until=until), "at": at.replace(microsecond=0)},
                **{"digest": digest, "property": about},
            }
        )
        return bytes(
            SealSignature(
                {
                    **{"signed": signed, "certificate": signer.certificate.dump(), "algorithm": SM2_WITH_SM3},
                    "signature": sm2.sign(signer.key_file, signed.dump()),
                }
            ).dump()
        )

    def revoke(self, certificate: x509.Certificate, *, at: datetime) -> None:
        """Put a certificate on the list of revocations."""
        known = self.revocations()["tbs_cert_list"]["revoked_certificates"].native or []
        rows = [(row["user_certificate"], row["revocation_date"]) for row in known]
        rows.append((certificate.serial_number, at.replace(microsecond=0)))
        (self._folder / "revocations.der").write_bytes(self._list(rows).dump())

    def revocations(self) -> crl.CertificateList:
        """The list, signed by the root."""
        path = self._folder / "revocations.der"
        if not path.exists():
            write_once(path, self._list([]).dump())
        return crl.CertificateList.load(path.read_bytes())

    def _list(self, rows: list[tuple[int, datetime]]) -> crl.CertificateList:
        root = self.root()
        listed = [{"user_certificate": serial, "revocation_date": _time(at)} for serial, at in rows]
        tbs = crl.TbsCertList(
            {
                **{"version": "v2", "signature": ALGORITHM, "issuer": root.certificate.subject},
                **{"this_update": _time(VALID_FROM), "next_update": _time(VALID_UNTIL)},
                **({"revoked_certificates": listed} if listed else {}),
            }
        )
        signature = OctetBitString(sm2.sign(root.key_file, tbs.dump()))
        return crl.CertificateList({"tbs_cert_list": tbs, "signature_algorithm": ALGORITHM, "signature": signature})

    def _made(self, seal_name: str, signer: Pair) -> Seal:
        picture, maker = BytesIO(), self.maker()
        seal_picture(seal_name, CAPTION).resize((PIXELS, PIXELS)).quantize(COLOURS).save(picture, "PNG")
        info = SealInfo(
            {
                "header": {"id": "ES", "version": VERSION, "maker": "GOVPORTAL-TRIAL"},
                "number": f"TRIAL{_short(seal_name)}",
                "property": {
                    **{"type": ORGANISATION_SEAL, "name": seal_name, "list_type": CERTIFICATES},
                    **{"signers": [signer.certificate.dump()], "made_at": VALID_FROM},
                    **{"valid_from": VALID_FROM, "valid_until": VALID_UNTIL},
                },
                "picture": {**{"type": "png", "data": picture.getvalue(), "width": MILLIMETRES, "height": MILLIMETRES}},
            }
        )
        return Seal(
            {
                **{"info": info, "certificate": maker.certificate.dump(), "algorithm": SM2_WITH_SM3},
                "signature": sm2.sign(maker.key_file, info.dump()),
            }
        )

    def _pair(self, file_name: str, common_name: str, *, issuer: Pair | None, until: datetime = VALID_UNTIL) -> Pair:
        key_file, file = self._folder / f"{file_name}.pem", self._folder / f"{file_name}.der"
        if not key_file.exists():
            write_once(key_file, sm2.new_key())
        if not file.exists():
            write_once(file, _issue(key_file, common_name, issuer, until).dump())
        return Pair(key_file, x509.Certificate.load(file.read_bytes()))


def _issue(key_file: Path, common_name: str, issuer: Pair | None, until: datetime) -> x509.Certificate:
    subject = x509.Name.build(
        {"country_name": "CN", "organization_name": "govportal trial", "common_name": common_name[:64]}
    )
    tbs = x509.TbsCertificate(
        {
            **{"version": "v3", "serial_number": secrets.randbits(64), "signature": ALGORITHM, "subject": subject},
            "issuer": issuer.certificate.subject if issuer else subject,
            "validity": {"not_before": _time(VALID_FROM), "not_after": _time(until)},
            "subject_public_key_info": sm2.public_key_of(key_file),
            "extensions": [
                {"extn_id": "basic_constraints", "critical": True, "extn_value": {"ca": issuer is None}},
                {
                    **{"extn_id": "key_usage", "critical": True},
                    "extn_value": {"key_cert_sign", "crl_sign"} if issuer is None else {"digital_signature"},
                },
            ],
        }
    )
    signature = OctetBitString(sm2.sign(issuer.key_file if issuer else key_file, tbs.dump()))
    return x509.Certificate({"tbs_certificate": tbs, "signature_algorithm": ALGORITHM, "signature_value": signature})


def _time(at: datetime) -> x509.Time:
    return x509.Time({"utc_time": at})


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
