"""What may happen to a case and its clocks. Free texts stay in the rows they belong to."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Base of all events of one case."""

    stream: ClassVar[str] = "case"
    case_id: int


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


@dataclass(frozen=True, kw_only=True)
class ProcedureBegun(CaseEvent):
    """A special procedure stopped the clocks (C-12)."""

    entry_id: int
    title: str
    days: int


@dataclass(frozen=True, kw_only=True)
class ProcedureEnded(CaseEvent):
    """The special procedure ended, the clocks go on (C-13)."""

    entry_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class DecisionExtended(CaseEvent):
    """The head of the authority extended the decision once (C-14)."""

    days: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class CaseForwarded(CaseEvent):
    """First review is done; all materials and the opinion went to the higher authority (T-07)."""

    agreed: bool


@dataclass(frozen=True, kw_only=True)
class HigherDecisionCame(CaseEvent):
    """What the higher authority decided on a forwarded case; its paper is its own."""

    granted: bool


@dataclass(frozen=True, kw_only=True)
class CaseGranted(CaseEvent):
    """Decided in favour."""


@dataclass(frozen=True, kw_only=True)
class CaseRefused(CaseEvent):
    """Decided against, with reasons and remedies (C-17)."""


@dataclass(frozen=True, kw_only=True)
class ResultIssued(CaseEvent):
    """The licence, approval or refusal decision is ready for its recipient."""

    licence_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ResultDelivered(CaseEvent):
    """The recipient has the result (C-21)."""

    way: str


@dataclass(frozen=True, kw_only=True)
class PickupReady(CaseEvent):
    """The result can be fetched at the window; the applicant is told where, with what and by which code (D-18)."""


@dataclass(frozen=True, kw_only=True)
class ResultSent(CaseEvent):
    """A carrier took the order to bring the result (H71)."""

    parcel_id: int
    carrier: str
    waybill: str


@dataclass(frozen=True, kw_only=True)
class ResultCameBack(CaseEvent):
    """The parcel with the result was sent back, lost or not taken (`state`); somebody has to see to it."""

    parcel_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PapersMailed(CaseEvent):
    """The applicant sends originals by courier (C-36, H70)."""

    papers_id: int


@dataclass(frozen=True, kw_only=True)
class ScansHandedIn(CaseEvent):
    """Scans of waybill, content list and commitment are there to be checked (C-36)."""

    papers_id: int


@dataclass(frozen=True, kw_only=True)
class ScansReturned(CaseEvent):
    """The scans are not in order; the papers do not count before they arrive (C-36)."""

    papers_id: int


@dataclass(frozen=True, kw_only=True)
class PapersCounted(CaseEvent):
    """The three scans are in order: the papers count as handed in although they are on their way (C-36)."""

    papers_id: int


@dataclass(frozen=True, kw_only=True)
class PapersArrived(CaseEvent):
    """The parcel with the originals is here."""

    papers_id: int


@dataclass(frozen=True, kw_only=True)
class PapersLost(CaseEvent):
    """The parcel with the originals was sent back, lost or not taken (`state`)."""

    papers_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PapersAgree(CaseEvent):
    """The originals are what the files show."""

    papers_id: int


@dataclass(frozen=True, kw_only=True)
class PapersDiffer(CaseEvent):
    """The originals are not what the files show; the applicant is warned, the handler decides (C-36)."""

    papers_id: int


@dataclass(frozen=True, kw_only=True)
class DifferenceSettled(CaseEvent):
    """The handler decided what the difference means (C-36)."""

    papers_id: int
    settlement: str


@dataclass(frozen=True, kw_only=True)
class PapersHandedOn(CaseEvent):
    """Papers of the case go to another body (2.8.1)."""

    transfer_id: int
    receiver: str


@dataclass(frozen=True, kw_only=True)
class PapersTakenOver(CaseEvent):
    """The other body signed for the papers; `complete` unless it missed something."""

    transfer_id: int
    complete: bool


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """The case is done."""


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseEvent):
    """The applicant withdrew before the decision (C-19)."""


@dataclass(frozen=True, kw_only=True)
class ActProposed(CaseEvent):
    """Somebody asked for an act another person decides on; reason and verdict stay in the proposal."""

    proposal_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(CaseEvent):
    """A proposal was approved or rejected."""

    proposal_id: int
    kind: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class CaseSuspended(CaseEvent):
    """The clocks of the decision stand still for a named reason (2.2)."""

    entry_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class CaseResumed(CaseEvent):
    """The reason for the suspension is gone."""

    entry_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class CaseTerminated(CaseEvent):
    """Ended without a decision, because what it was about is gone (C-22)."""


@dataclass(frozen=True, kw_only=True)
class CaseVoided(CaseEvent):
    """It should never have been: an error of entry, or filed twice (2.2)."""


@dataclass(frozen=True, kw_only=True)
class FeeAsked(CaseEvent):
    """The applicant has to pay so many fen (C-40)."""

    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class FeePaid(CaseEvent):
    """So many fen were paid (C-41)."""

    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class FeeReturned(CaseEvent):
    """So many fen were given back (C-41)."""

    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class DocumentOrdered(CaseEvent):
    """An official paper has to be made."""

    document_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ClockWarned(CaseEvent):
    """A clock is near its end."""

    clock_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ClockOverran(CaseEvent):
    """A clock passed its end unfinished."""

    clock_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ClocksRedated(Event):
    """The running clocks with keys from `first_id` to `last_id` follow working calendar `number` now (T-36).

    One batch of many; the next begins where `more` says that there are any.
    """

    stream: ClassVar[str] = "calendar"

    calendar_id: int
    number: int
    first_id: int
    last_id: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class HandlerAlerted(CaseEvent):
    """Supervision raised an alarm about whoever handles the case now (S-01); published by supervision. `link` is where
    to answer it, empty for the case itself."""

    alarm_id: int
    level: str
    rule: str
    department_id: int
    post_id: int | None = None
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class LimitSet(Event):
    """This installation keeps another limit than before for clocks that start from now on (2.5)."""

    stream: ClassVar[str] = "limit"

    limit_id: int
    code: str
    before: int
    after: int
    unit: str
