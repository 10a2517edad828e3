"""What supervision may say."""

from dataclasses import dataclass

from cases.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class RatingGiven(CaseEvent):
    """The applicant rated the service once (E-02)."""

    level: int
    bad: bool


@dataclass(frozen=True, kw_only=True)
class CallbackMade(CaseEvent):
    """The department answered a bad rating and called the applicant (E-05); `outcome` is one of CallbackOutcome."""

    callback_id: int
    outcome: str
