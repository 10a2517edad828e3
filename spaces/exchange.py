"""Documents that other bodies hand over on request: the port, and who stands behind it.

An installation registers one source for each body it is connected with; nobody asks the network before a clerk fetches.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document of whom, and the case it is for (L-10)."""

    material: str
    holder_code: str
    holder_name: str
    item: str
    receipt_no: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What the issuer handed over; `sealed` when it carries the seal of the authority (level A, 6.5)."""

    content: bytes
    file_name: str
    sealed: bool


class SourceTrouble(Exception):
    """The source does not answer now; the text is for the log and holds no personal data."""


class ExchangeSource(Protocol):
    """One connected body. `offers` looks at the name of a material only and asks nobody; `fetch` answers None when the
    body has no such document of this holder, and raises SourceTrouble."""

    @property
    def name(self) -> str: ...

    def offers(self, material: str) -> bool: ...

    def fetch(self, wanted: Wanted) -> Handed | None: ...


_sources: list[ExchangeSource] = []


def register_exchange(source: ExchangeSource) -> None:
    """Let an installation connect a body. Called from `ready()`."""
    _sources.append(source)


def forget_exchange(source: ExchangeSource) -> None:
    """Disconnect it again."""
    _sources.remove(source)


def exchange_for(material: str) -> ExchangeSource | None:
    """The first connected body that hands out this material."""
    return next((source for source in _sources if source.offers(material)), None)
