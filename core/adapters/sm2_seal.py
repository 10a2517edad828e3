"""Seals of SM2 and SM3 by a trial authority of our own, and their check."""

from collections.abc import Callable

from django.conf import settings

from core import clock
from core.adapters.sm2_authority import Sm2Authority
from core.adapters.sm2_check import Trust, report_on
from core.adapters.sm2_pdf import SUBFILTER, found_in, sealed_pdf
from core.sealing import SealBox, SealCheck, StepKey, unreached, unreadable, unsealed

FOLDER = "seal-sm2"


class Sm2SealProvider:
    """A core.sealing.SealProvider whose keys lie under settings.DATA_DIR/seal-sm2."""

    def __init__(self) -> None:
        self._authority = Sm2Authority(settings.DATA_DIR / FOLDER)

    def seal(self, pdf: bytes, *, seal_name: str, reason: str, box: SealBox | None = None) -> bytes:
        """See SealProvider.seal."""
        at = clock.now()

        def sign(digest: bytes) -> bytes:
            return self._authority.sign(digest, seal_name=seal_name, at=at)

        return sealed_pdf(pdf, seal_name=seal_name, reason=reason, box=box, at=at, sign=sign)

    def seal_digest(self, digest: bytes, *, seal_name: str, reason: str) -> bytes:
        """See DigestSealer.seal_digest."""
        return self._authority.sign(digest, seal_name=seal_name, at=clock.now(), about=reason)

    def check_digest(self, data: bytes, digest: bytes) -> SealCheck:
        """See DigestSealer.check_digest."""
        return judged(data, digest, self._trust(), whole=True)

    def recognises(self, pdf: bytes) -> bool:
        """See SealProvider.recognises."""
        return SUBFILTER.encode() in pdf

    def check(self, pdf: bytes) -> SealCheck:
        """See SealProvider.check."""
        return check_with(pdf, self._trust)

    def _trust(self) -> Trust:
        return Trust(self._authority.root().certificate, self._authority.revocations())


def check_with(pdf: bytes, trust: Callable[[], Trust]) -> SealCheck:
    """What the last SM2 seal in a file proves to who trusts `trust`. Never raises."""
    try:
        found = found_in(pdf)
    except Exception:  # the bytes are a stranger's: whatever they break inside the parser, they prove nothing
        return unreadable()
    if found is None:
        return unsealed()
    der, digest, whole = found
    return judged(der, digest, trust(), whole=whole)


def judged(der: bytes, digest: bytes, trust: Trust, *, whole: bool) -> SealCheck:
    """What signature data prove about a digest of all (`whole`) or a part of something. Never raises."""
    report = report_on(der, digest=digest, trust=trust, now=clock.now())
    failed = {step.key for step in report.failed}
    content = {StepKey.PARSE, StepKey.SIGNATURE, StepKey.DIGEST}
    return SealCheck(
        intact=not failed & content,
        covers_whole_file=whole,
        trusted=not failed - content,
        signer=report.signer,
        sealed_at=report.sealed_at,
        problems=tuple(step.note for step in report.failed),
        steps=unreached(report.steps),
    )
