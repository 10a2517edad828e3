"""Electronic seals behind one port: who seals and how a seal is checked is the installation's choice (6.6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class SealBox:
    """Where a seal is drawn: page counted from 0, corners in PDF points from the lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class StepKey(StrEnum):
    """The steps of a verification, in the order they are made (6.6)."""

    PARSE = "parse"
    SIGNATURE = "signature"
    CHAIN = "chain"
    VALIDITY = "validity"
    REVOCATION = "revocation"
    SEAL_OBJECT = "seal_object"
    SIGNER_LISTED = "signer_listed"
    SEAL_VALIDITY = "seal_validity"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class SealStep:
    """What one step found: passed, failed, or None where it could not be reached or this kind of seal has no such part.
    `note` is a sentence for people, often empty."""

    key: StepKey
    passed: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a check of the seals in a file found; `problems` are sentences for people, empty when all is well.

    `intact`: nothing sealed was changed; `covers_whole_file`: nothing was added after the last seal; `trusted`: the
    certificate leads to a root this installation trusts. `sealed_at` is UTC, as the signer stated it. `steps` report on
    the last seal in the order of 6.6.
    """

    intact: bool
    covers_whole_file: bool
    trusted: bool
    signer: str = ""
    sealed_at: datetime | None = None
    problems: tuple[str, ...] = ()
    steps: tuple[SealStep, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the file may be relied on as it is."""
        return self.intact and self.covers_whole_file and self.trusted


class SealProvider(Protocol):
    """Seals PDFs and checks seals."""

    def seal(self, pdf: bytes, *, seal_name: str, reason: str, box: SealBox | None = None) -> bytes:
        """`pdf` with the seal of `seal_name` drawn in `box` and signed, the sealing time being core.clock.now().

        Without a box the seal goes where the paper has its element with the id "seal", else to the last page's lower
        right corner. Raises Refusal `not_a_pdf`.
        """
        ...

    def recognises(self, pdf: bytes) -> bool:
        """Whether the last seal in `pdf` is of the kind this provider makes; never raises, whatever the bytes are."""
        ...

    def check(self, pdf: bytes) -> SealCheck:
        """What the seals in `pdf` prove; never raises, whatever the bytes are."""
        ...


class DigestSealer(Protocol):
    """Seals what is no PDF by its SM3 digest, and checks such seals (GB/T 38540)."""

    def seal_digest(self, digest: bytes, *, seal_name: str, reason: str) -> bytes:
        """DER signature data of `seal_name` over the 32 bytes of a digest, the sealing time being core.clock.now()."""
        ...

    def check_digest(self, data: bytes, digest: bytes) -> SealCheck:
        """What signature data prove about a digest; never raises, whatever the bytes are."""
        ...


def seal_provider() -> SealProvider:
    """The provider named by settings.SEAL_PROVIDER, one object per process."""
    return _made(settings.SEAL_PROVIDER)


def digest_sealer() -> DigestSealer:
    """The sealer named by settings.DIGEST_SEALER. Raises ImproperlyConfigured when it seals PDFs only."""
    sealer = _made(settings.DIGEST_SEALER)
    if not hasattr(sealer, "seal_digest"):
        raise ImproperlyConfigured(f"DIGEST_SEALER: {settings.DIGEST_SEALER} cannot seal a digest alone.")
    return cast(DigestSealer, sealer)


def check_seals(pdf: bytes) -> SealCheck:
    """What the seals in a file prove, whichever of our providers made them: the one in use, or one of SEAL_CHECKERS,
    with which earlier files were sealed. Never raises."""
    paths = dict.fromkeys([settings.SEAL_PROVIDER, *settings.SEAL_CHECKERS])
    fitting = next((provider for provider in map(_made, paths) if provider.recognises(pdf)), seal_provider())
    return fitting.check(pdf)


def unreached(steps: "list[SealStep]") -> tuple[SealStep, ...]:
    """The steps made, and those that were not reached after them, in the order of the report."""
    made = {step.key: step for step in steps}
    return tuple(made.get(key, SealStep(key, None)) for key in StepKey)


def unreadable() -> SealCheck:
    """A file that breaks the parser: whatever it is, it proves nothing."""
    sentence = _("This file is damaged or was changed after sealing.")
    steps = unreached([SealStep(StepKey.PARSE, False, sentence)])
    return SealCheck(False, False, False, problems=(sentence,), steps=steps)


def unsealed() -> SealCheck:
    """A readable file that nobody sealed."""
    sentence = _("This file carries no electronic seal.")
    steps = unreached([SealStep(StepKey.PARSE, False, sentence)])
    return SealCheck(False, False, False, problems=(sentence,), steps=steps)


@lru_cache(maxsize=4)
def _made(path: str) -> SealProvider:
    provider: SealProvider = import_string(path)()
    return provider
