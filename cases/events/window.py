"""What may happen to a case at a window besides the steps of its life. Free texts stay in the rows they belong to."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class OriginalCompared(CaseEvent):
    """A clerk compared a material with its original: it is trusted more from now on (L-05)."""

    material_id: int
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class PaperDemanded(CaseEvent):
    """A clerk demanded a paper that can be fetched (I-07); the row says why."""

    demand_id: int


@dataclass(frozen=True, kw_only=True)
class CorrectedOnTheSpot(CaseEvent):
    """The applicant mended his application at the window instead of being sent home (C-10); how many answers."""

    answers: int
