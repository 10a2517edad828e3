"""From the draft to the acceptance: what may happen to an application. Free texts stay in the rows they belong to."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class DraftMoved(CaseEvent):
    """The applicant took a draft over to the version in force (I-12); the numbers of both versions of the item."""

    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(CaseEvent):
    """The applicant filed it online (C-01)."""

    receipt_no: str


@dataclass(frozen=True, kw_only=True)
class PrecheckPassed(CaseEvent):
    """Online precheck found it complete (C-02)."""


@dataclass(frozen=True, kw_only=True)
class PrecheckReturned(CaseEvent):
    """Online precheck found faults, all listed at once (C-02)."""


@dataclass(frozen=True, kw_only=True)
class CaseReceived(CaseEvent):
    """Materials are in hand (C-03)."""

    receipt_no: str


@dataclass(frozen=True, kw_only=True)
class CorrectionRequested(CaseEvent):
    """The one-time notice went out (C-05)."""

    materials: int


@dataclass(frozen=True, kw_only=True)
class CorrectionReminded(CaseEvent):
    """The day is near on which the application is returned for want of its correction (C-09)."""


@dataclass(frozen=True, kw_only=True)
class CorrectionHandedIn(CaseEvent):
    """All corrections arrived (C-08)."""


@dataclass(frozen=True, kw_only=True)
class CaseDeclined(CaseEvent):
    """Not accepted (C-06)."""


@dataclass(frozen=True, kw_only=True)
class CaseReturned(CaseEvent):
    """The correction did not come in time (C-09)."""


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(CaseEvent):
    """Accepted; the clocks of the decision run (C-04). `deemed`: by law, because nobody answered in time (C-07);
    `deferred`: on the promise to hand in later what is missing.
    """

    case_no: str
    due_on: str
    deemed: bool = False
    deferred: bool = False


@dataclass(frozen=True, kw_only=True)
class MaterialsDeferred(CaseEvent):
    """Accepted although materials are owed, which the applicant promised to hand in by `until` (容缺受理)."""

    materials: int
    until: str


@dataclass(frozen=True, kw_only=True)
class OwedHandedIn(CaseEvent):
    """An owed material has come."""

    material_id: int


@dataclass(frozen=True, kw_only=True)
class OwedReminded(CaseEvent):
    """The day until which something is owed is near (C-35)."""


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(CaseEvent):
    """What was promised has not come in time (S-25)."""


@dataclass(frozen=True, kw_only=True)
class FilingRepeated(CaseEvent):
    """A connected system sent the same application twice at the same moment; these numbers stay unused (I-04)."""

    receipt_no: str
    case_no: str
