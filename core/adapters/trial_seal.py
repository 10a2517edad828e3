"""Seals of the trial: PAdES B-B signatures by pyHanko under a root of our own, drawn as a round red seal."""

from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf.errors import PyPdfError

from core import clock
from core.adapters.seal_place import corners_of, place_in, stamp_of
from core.adapters.trial_authority import KeyPair, TrialAuthority
from core.refusal import Refusal
from core.sealing import SealBox, SealCheck, SealStep, StepKey, unreached, unreadable, unsealed

SIGNATURE_BYTES = 8_192
"""Room for a signature in hexadecimal digits; without it every file would be signed twice to find out."""


class TrialSealProvider:
    """A core.sealing.SealProvider whose keys lie under settings.DATA_DIR/seal."""

    def __init__(self) -> None:
        self._authority = TrialAuthority(settings.DATA_DIR / "seal")

    def seal(self, pdf: bytes, *, seal_name: str, reason: str, box: SealBox | None = None) -> bytes:
        """See SealProvider.seal."""
        try:
            place = box or place_in(pdf)
            writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
            field = f"Seal{len(writer.prev.embedded_signatures) + 1}"
            spec = SigFieldSpec(field, on_page=place.page, box=corners_of(place))
            sealed = _Signer(
                PdfSignatureMetadata(field_name=field, reason=reason, name=seal_name, subfilter=SigSeedSubFilter.PADES),
                signer=_signer(self._authority.seal(seal_name), self._authority.root()),
                stamp_style=stamp_of(seal_name),
                new_field_spec=spec,
            ).sign_pdf(writer, bytes_reserved=SIGNATURE_BYTES)
        except (PdfError, PyPdfError, SigningError, ValueError) as error:
            raise Refusal("not_a_pdf", _("This file cannot be sealed: it is not a readable PDF.")) from error
        return bytes(sealed.getvalue())

    def recognises(self, pdf: bytes) -> bool:
        """See SealProvider.recognises."""
        return SigSeedSubFilter.PADES.value.encode() in pdf

    def check(self, pdf: bytes) -> SealCheck:
        """See SealProvider.check."""
        try:
            found = list(PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures)
            statuses = [self._status(one) for one in found]
        except Exception:  # the bytes are a stranger's: whatever they break inside the parser, they prove nothing
            return unreadable()
        return _judged(statuses) if statuses else unsealed()

    def _status(self, signature: EmbeddedPdfSignature) -> PdfSignatureStatus:
        root = _certificate(self._authority.root())
        context = ValidationContext(trust_roots=[root], moment=clock.now(), allow_fetching=False)
        return validate_pdf_signature(signature, signer_validation_context=context)


class _Signer(PdfSigner):
    """Signs with our clock: histories played in compressed time carry their own dates."""

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = clock.now().replace(microsecond=0)
        return session


def _judged(statuses: list[PdfSignatureStatus]) -> SealCheck:
    """All seals must be intact and trusted; the last one must cover the file."""
    last = statuses[-1]
    intact = all(status.intact and status.valid for status in statuses)
    whole = last.coverage == SignatureCoverageLevel.ENTIRE_FILE
    trusted = all(status.trusted for status in statuses)
    problems = []
    if not intact:
        problems.append(_("The content was changed after sealing."))
    if not whole:
        problems.append(_("Something was added to the file after the last seal."))
    if intact and not trusted:
        problems.append(_("The seal does not come from an authority this hall trusts."))
    return SealCheck(
        intact=intact,
        covers_whole_file=whole,
        trusted=trusted,
        signer=str(last.signing_cert.subject.native.get("common_name", "")),
        sealed_at=last.signer_reported_dt,
        problems=tuple(problems),
        steps=_steps(last, whole=whole),
    )


def _steps(last: PdfSignatureStatus, *, whole: bool) -> tuple[SealStep, ...]:
    """The report of 6.6 on a PAdES signature, which has no seal object of its own."""
    revoked = last.trust_problem_indic is not None and "REVOKED" in str(last.trust_problem_indic)
    none = _("Seals of this kind have no such part.")
    return unreached(
        [
            SealStep(StepKey.PARSE, True),
            SealStep(StepKey.SIGNATURE, bool(last.valid)),
            SealStep(StepKey.CHAIN, bool(last.trusted)),
            SealStep(StepKey.VALIDITY, bool(last.trusted)),
            SealStep(StepKey.REVOCATION, not revoked),
            *(SealStep(key, None, none) for key in (StepKey.SEAL_OBJECT, StepKey.SIGNER_LISTED, StepKey.SEAL_VALIDITY)),
            SealStep(StepKey.DIGEST, bool(last.intact and whole)),
        ]
    )


def _signer(pair: KeyPair, root: KeyPair) -> SimpleSigner:
    private = pair.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register(_certificate(root))
    return SimpleSigner(
        signing_cert=_certificate(pair), signing_key=asn1_keys.PrivateKeyInfo.load(private), cert_registry=store
    )


def _certificate(pair: KeyPair) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pair.certificate.public_bytes(Encoding.DER))
