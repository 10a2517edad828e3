"""What may happen after a case was decided: publication, archive, retention."""

from dataclasses import dataclass
from typing import ClassVar

from cases.events import CaseEvent
from core.events import Event


@dataclass(frozen=True, kw_only=True)
class DecisionPublished(CaseEvent):
    """The decision is public (2.11); `version` above 1 corrects what was published before."""

    publication_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class PublicationHeld(CaseEvent):
    """Somebody named keeps the decision from the public on a ground of the law, or took it down again (XKF 40)."""

    publication_id: int
    ground: str


@dataclass(frozen=True, kw_only=True)
class PublicationReleased(CaseEvent):
    """The ground for holding the decision back is gone; it is published like any other."""

    publication_id: int


@dataclass(frozen=True, kw_only=True)
class CaseAnonymised(CaseEvent):
    """What was personal in the case is gone (10.5); the archive keeps its package."""

    act_id: int


@dataclass(frozen=True, kw_only=True)
class RetentionEvent(Event):
    """Base of all events of one act of deleting or making anonymous."""

    stream: ClassVar[str] = "retention"
    retention_id: int


@dataclass(frozen=True, kw_only=True)
class RemovalApproved(RetentionEvent):
    """Somebody who answers for personal data approved the act."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class RemovalCarriedOn(RetentionEvent):
    """One batch is done; `more` says that another follows."""

    removed: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class PackageEvent(Event):
    """Base of all events of one archive package."""

    stream: ClassVar[str] = "package"
    package_id: int
    case_id: int


@dataclass(frozen=True, kw_only=True)
class PackageOrdered(PackageEvent):
    """An archivist had the file of an ended case packed, or packed and tested again."""

    version: int


@dataclass(frozen=True, kw_only=True)
class PackageListed(PackageEvent):
    """The list of the case file is fixed (D-20); the package can be made."""


@dataclass(frozen=True, kw_only=True)
class PackageArchived(PackageEvent):
    """The package passed its four-property test and will not change any more (2.10)."""

    archive_no: str


@dataclass(frozen=True, kw_only=True)
class PackageFailed(PackageEvent):
    """The package did not pass its four-property test; somebody has to see to it."""

    failed: int


@dataclass(frozen=True, kw_only=True)
class PackagesTransferred(Event):
    """Packages whose years are over went to the archives (2.10)."""

    stream: ClassVar[str] = "transfer"
    transfer_id: int
    packages: int
