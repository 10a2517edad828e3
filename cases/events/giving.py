"""From the decision to the result in the hands of the applicant, with fees and papers."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


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
class CaseClosed(CaseEvent):
    """The case is done."""


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
