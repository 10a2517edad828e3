"""Electronic seals behind one port: who seals and how a seal is checked is the installation's choice (6.6)."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class SealBox:
    """Where a seal is drawn: page counted from 0, corners in PDF points from the lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a check of the seals in a file found; `problems` are sentences for people, empty when all is well.

    `intact`: nothing sealed was changed; `covers_whole_file`: nothing was added after the last seal; `trusted`: the
    certificate leads to a root this installation trusts. `sealed_at` is UTC, as the signer stated it.
    """

    intact: bool
    covers_whole_file: bool
    trusted: bool
    signer: str = ""
    sealed_at: datetime | None = None
    problems: tuple[str, ...] = ()

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

    def check(self, pdf: bytes) -> SealCheck:
        """What the seals in `pdf` prove; never raises, whatever the bytes are."""
        ...


def seal_provider() -> SealProvider:
    """The provider named by settings.SEAL_PROVIDER, one object per process."""
    return _made(settings.SEAL_PROVIDER)


@lru_cache(maxsize=4)
def _made(path: str) -> SealProvider:
    provider: SealProvider = import_string(path)()
    return provider
