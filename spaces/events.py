"""What may happen to a licence and to the material library."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class LicenceEvent(Event):
    """Base of what happens to a licence."""

    stream: ClassVar[str] = "licence"
    licence_id: int


@dataclass(frozen=True, kw_only=True)
class LicenceIssued(LicenceEvent):
    """A licence was registered for its holder."""

    holder_id: int


@dataclass(frozen=True, kw_only=True)
class LicenceChanged(LicenceEvent):
    """The next version of a licence took the place of the one before (L-03)."""

    holder_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class LicenceTakenIn(LicenceEvent):
    """A body took in a licence that another one had transferred to it (转入)."""

    holder_id: int


@dataclass(frozen=True, kw_only=True)
class LicenceStateChanged(LicenceEvent):
    """A licence was withheld, rescinded, cancelled, revoked, transferred or restored, or it lapsed; the reason is
    public and names no person. `ground` is one of XKF 69 or 70 where the law wants one."""

    holder_id: int
    state: str
    reason: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(LicenceEvent):
    """The holder says that a field is wrong (L-17)."""

    correction_id: int


@dataclass(frozen=True, kw_only=True)
class CorrectionDecided(LicenceEvent):
    """The issuing body corrected the licence by a new version, or refused with its reason."""

    holder_id: int
    state: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class LicencePrinted(LicenceEvent):
    """A paper copy was made from the licence's data set (L-15)."""

    print_id: int


@dataclass(frozen=True, kw_only=True)
class LicenceDiffers(LicenceEvent):
    """What the row says is no longer what was issued: nothing is printed of it, and somebody has to look (L-15)."""

    expected: str
    found: str


@dataclass(frozen=True, kw_only=True)
class LicenceVerified(LicenceEvent):
    """Somebody scanned the code the holder showed (L-12); the holder is told who."""

    holder_id: int
    use_id: int


@dataclass(frozen=True, kw_only=True)
class CopyOrdered(LicenceEvent):
    """The holder wants a copy with a watermark for a purpose (L-06)."""

    copy_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentForgotten(Event):
    """The owner took a document out of his material library."""

    stream: ClassVar[str] = "party"
    party_id: int
    trust_level: str


@dataclass(frozen=True, kw_only=True)
class BlanksMoved(Event):
    """Numbered blanks of a kind were received, handed out, given back, spoiled, returned or destroyed (Z20)."""

    stream: ClassVar[str] = "kind"
    kind_id: int
    act_id: int
    deed: str
    count: int
