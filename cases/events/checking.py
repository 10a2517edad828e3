"""Pledges and what the check afterwards finds, the credit list, and visits on the spot (2.4, C-24, T-11)."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class PledgeFiled(CaseEvent):
    """The applicant pledges instead of proving; the pledge (D-07) is part of the file from now on."""

    materials: int


@dataclass(frozen=True, kw_only=True)
class PledgeCheckPlanned(CaseEvent):
    """A case was granted on a pledge, which is checked by this day (ISO)."""

    until: str


@dataclass(frozen=True, kw_only=True)
class PledgeChecked(CaseEvent):
    """Somebody checked what was pledged; `outcome` is true or false."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class CreditRecorded(CaseEvent):
    """The applicant was entered in the credit list (C-24)."""

    record_id: int
    ground: str


@dataclass(frozen=True, kw_only=True)
class CreditRepaired(CaseEvent):
    """The head of the body that entered it found the credit repaired."""

    record_id: int


@dataclass(frozen=True, kw_only=True)
class VisitOrdered(CaseEvent):
    """Two or more of staff are sent to look on the spot; `planned_at` is an ISO moment."""

    visit_id: int
    planned_at: str


@dataclass(frozen=True, kw_only=True)
class VisitRecorded(CaseEvent):
    """They were there; the record (D-21) is part of the file."""

    visit_id: int


@dataclass(frozen=True, kw_only=True)
class VisitCalledOff(CaseEvent):
    """The visit is not needed any more."""

    visit_id: int
