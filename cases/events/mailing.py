"""Papers on their way: by courier and between bodies (C-36)."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


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
