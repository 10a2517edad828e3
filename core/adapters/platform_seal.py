"""Seals by a city's seal platform over HTTP: it gets a digest, never the document, and what it answers is verified step
by step before it is believed."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from asn1crypto import crl, x509
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from core import clock
from core.adapters.sm2_check import Trust, report_on
from core.adapters.sm2_pdf import SUBFILTER, sealed_pdf
from core.adapters.sm2_seal import check_with, judged
from core.outbox import TryLater
from core.refusal import Refusal
from core.sealing import SealBox, SealCheck

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
MOST_BYTES = 1024 * 1024
STALE = timedelta(minutes=5)
LIST_SECONDS = 300
LIST_KEY = "seal-platform-revocations"


class PlatformAway(TryLater):
    """The platform did not answer, or not in time: whoever waits for the paper waits a little longer."""


class PlatformSealProvider:
    """A core.sealing.SealProvider that asks settings.SEAL_PLATFORM (url, key, root: a DER certificate's path)."""

    def __init__(self, platform: Mapping[str, str] | None = None, *, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._platform = platform or settings.SEAL_PLATFORM
        self._timeout = timeout

    def seal(self, pdf: bytes, *, seal_name: str, reason: str, box: SealBox | None = None) -> bytes:
        """See SealProvider.seal. Raises PlatformAway when there is no answer in time, and Refusal `seal_rejected` for
        an answer that does not verify: another document's, by an expired or foreign certificate, an old one."""
        at = clock.now()

        def sign(digest: bytes) -> bytes:
            return self._signed(digest, seal_name=seal_name, reason=reason, at=at)

        return sealed_pdf(pdf, seal_name=seal_name, reason=reason, box=box, at=at, sign=sign)

    def seal_digest(self, digest: bytes, *, seal_name: str, reason: str) -> bytes:
        """See DigestSealer.seal_digest. Raises what `seal` raises."""
        return self._signed(digest, seal_name=seal_name, reason=reason, at=clock.now())

    def check_digest(self, data: bytes, digest: bytes) -> SealCheck:
        """See DigestSealer.check_digest."""
        return judged(data, digest, self._trust(), whole=True)

    def recognises(self, pdf: bytes) -> bool:
        """See SealProvider.recognises."""
        return SUBFILTER.encode() in pdf

    def check(self, pdf: bytes) -> SealCheck:
        """See SealProvider.check."""
        return check_with(pdf, self._trust)

    def _signed(self, digest: bytes, *, seal_name: str, reason: str, at: datetime) -> bytes:
        asked = {"seal": seal_name, "digest": digest.hex(), "reason": reason, "at": at.isoformat()}
        answer = self._ask("POST", "/sign", asked)
        try:
            der = base64.b64decode(str(answer.json()["signature"]), validate=True)
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise _rejected(_("The answer cannot be read.")) from error
        report = report_on(der, digest=digest, trust=self._trust(), now=at)
        if report.failed:
            raise _rejected(report.failed[0].note)
        if report.signer != seal_name:
            raise _rejected(_("It sealed with another seal."))
        if report.sealed_at is None or abs(at - report.sealed_at) > STALE:
            raise _rejected(_("It answered with an old signature."))
        return der

    def _trust(self) -> Trust:
        root = x509.Certificate.load(Path(self._platform["root"]).read_bytes())
        try:
            listed = cache.get(f"{LIST_KEY}:{self._platform['url']}")
            if listed is None:
                listed = self._ask("GET", "/revocations", None).content
                cache.set(f"{LIST_KEY}:{self._platform['url']}", listed, LIST_SECONDS)
            return Trust(root, crl.CertificateList.load(listed))
        except (PlatformAway, Refusal, ValueError):
            return Trust(root, None)

    def _ask(self, method: str, path: str, body: object) -> httpx.Response:
        headers = {"Authorization": f"Key {self._platform['key']}"}
        address = f"{self._platform['url'].rstrip('/')}{path}"
        try:
            with httpx.Client(timeout=self._timeout, trust_env=False, follow_redirects=False) as client:
                answer = client.request(method, address, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise PlatformAway("the seal platform did not answer") from error
        if answer.status_code >= 500:
            raise PlatformAway(f"the seal platform answered {answer.status_code}")
        if answer.status_code != 200 or len(answer.content) > MOST_BYTES:
            raise _rejected(_("The answer cannot be read."))
        return answer


def _rejected(why: str) -> Refusal:
    return Refusal("seal_rejected", _("The seal platform's answer was not accepted: %(why)s") % {"why": why})
