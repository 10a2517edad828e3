"""What supervision may say."""

from dataclasses import dataclass

from cases.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class RatingGiven(CaseEvent):
    """The applicant rated the service once (E-02)."""

    level: int
    bad: bool
