"""What may happen while a case is reviewed; told in the history of the case."""

from dataclasses import dataclass

from cases.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class StageOpened(CaseEvent):
    """The seats of a stage were asked for their verdicts."""

    stage_id: int
    title: str
    seats: int
    round: int


@dataclass(frozen=True, kw_only=True)
class VerdictGiven(CaseEvent):
    """One seat gave its verdict; the opinion stays in the review."""

    review_id: int
    title: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ReviewClaimed(CaseEvent):
    """One of those who hold the post took the review upon himself."""

    review_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class ReviewReleased(CaseEvent):
    """Whoever had claimed the review left it to his colleagues again."""

    review_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class ReviewReassigned(CaseEvent):
    """The review went to a colleague; who, to whom and why stays in the reassignment."""

    review_id: int
    reassignment_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class PartnerAnswered(CaseEvent):
    """A connected system sent a result about the case."""

    result_id: int
    partner: str
    title: str
