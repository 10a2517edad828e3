"""Verifying a seal's signature data step by step, in the order of 6.6, against a trusted root and its revocations."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from asn1crypto import crl, x509
from django.utils.translation import gettext as _

from core.adapters import sm2_openssl as sm2
from core.adapters.seal_format import SealSignature
from core.sealing import SealStep, StepKey

AHEAD = timedelta(minutes=5)
"""How far another clock may be before ours."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The root an installation trusts and what it revoked; without a list nothing is known about revocations."""

    root: x509.Certificate
    revocations: crl.CertificateList | None


@dataclass(slots=True)
class Report:
    """The steps made so far; `signer` is the name in the certificate, `sealed_at` what the signer states."""

    steps: list[SealStep] = field(default_factory=list)
    signer: str = ""
    sealed_at: datetime | None = None

    def note(self, key: StepKey, passed: bool, why: str = "") -> None:
        """One more step; why is only said where it failed."""
        self.steps.append(SealStep(key, passed, "" if passed else why))

    @property
    def failed(self) -> list[SealStep]:
        """The steps that speak against the seal."""
        return [step for step in self.steps if step.passed is False]


def report_on(der: bytes, *, digest: bytes, trust: Trust, now: datetime) -> Report:
    """Every step on signature data that should stand for a document with this SM3 digest. Never raises."""
    report = Report()
    try:
        data = SealSignature.load(der, strict=True)
        signer = x509.Certificate.load(data["certificate"].native, strict=True)
        maker = x509.Certificate.load(data["signed"]["seal"]["certificate"].native, strict=True)
        _judge(report, data, signer, maker, digest, trust, now)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        if not report.steps:
            report.note(StepKey.PARSE, False, _("The data of the seal cannot be read."))
    return report


def _judge(
    report: Report,
    data: SealSignature,
    signer: x509.Certificate,
    maker: x509.Certificate,
    digest: bytes,
    trust: Trust,
    now: datetime,
) -> None:
    signed, seal = data["signed"], data["signed"]["seal"]
    at: datetime = signed["at"].native
    report.signer, report.sealed_at = _name(signer), at
    report.note(StepKey.PARSE, True)
    right = sm2.verifies(signer.public_key, signed.dump(), data["signature"].native)
    report.note(StepKey.SIGNATURE, right, _("The signature does not belong to what it signs."))
    chained = is_issued_by(signer, trust.root)
    report.note(StepKey.CHAIN, chained, _("The certificate does not come from an authority this hall trusts."))
    early = at <= now + AHEAD
    valid = _holds(signer, at) and _holds(trust.root, at) and early
    why = _("The certificate was not valid when it sealed.") if early else _("It says it was sealed in the future.")
    report.note(StepKey.VALIDITY, valid, why)
    _note_revocation(report, signer, trust, at)
    made = sm2.verifies(maker.public_key, seal["info"].dump(), seal["signature"].native)
    made = made and is_issued_by(maker, trust.root) and _holds(maker, seal["info"]["property"]["made_at"].native)
    report.note(StepKey.SEAL_OBJECT, made, _("The seal itself was not made by a maker this hall trusts."))
    listed = data["certificate"].native in seal["info"]["property"]["signers"].native
    report.note(StepKey.SIGNER_LISTED, listed, _("Whoever signed may not use this seal."))
    property_ = seal["info"]["property"]
    holds = property_["valid_from"].native <= at <= property_["valid_until"].native
    report.note(StepKey.SEAL_VALIDITY, holds, _("The seal was not valid when it was used."))
    same = signed["digest"].native == digest
    report.note(StepKey.DIGEST, same, _("The seal belongs to another document, or this one was changed."))


def _note_revocation(report: Report, signer: x509.Certificate, trust: Trust, at: datetime) -> None:
    """Passed where a list the root signed does not name the certificate at the moment of sealing."""
    listed = trust.revocations
    if listed is None or not sm2.verifies(
        trust.root.public_key, listed["tbs_cert_list"].dump(), listed["signature"].native
    ):
        report.note(StepKey.REVOCATION, False, _("Nobody could be asked whether the certificate was revoked."))
        return
    rows = listed["tbs_cert_list"]["revoked_certificates"].native or []
    revoked = any(row["user_certificate"] == signer.serial_number and row["revocation_date"] <= at for row in rows)
    report.note(StepKey.REVOCATION, not revoked, _("The certificate had been revoked when it sealed."))


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether an authority's certificate signed another one."""
    named = certificate.issuer == issuer.subject and bool(issuer.ca)
    signature = certificate["signature_value"].native
    return named and sm2.verifies(issuer.public_key, certificate["tbs_certificate"].dump(), signature)


def _holds(certificate: x509.Certificate, at: datetime) -> bool:
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)


def _name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name", ""))
