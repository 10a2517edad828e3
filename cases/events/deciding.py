"""From the acceptance to the decision, and the other ways a case ends."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


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
    """The head of the authority extended the decision once (C-14), by `days` in `unit`."""

    days: int
    due_on: str
    unit: str = "WD"


@dataclass(frozen=True, kw_only=True)
class SupplementAsked(CaseEvent):
    """Something more was asked after the acceptance, while the clocks run on (S-24)."""

    clock_id: int
    materials: int
    until: str


@dataclass(frozen=True, kw_only=True)
class SupplementHandedIn(CaseEvent):
    """Everything that was asked after the acceptance is there."""


@dataclass(frozen=True, kw_only=True)
class SupplementEnded(CaseEvent):
    """What was asked after the acceptance did not come, or is not needed; it is decided on what is there."""


@dataclass(frozen=True, kw_only=True)
class HearingOffered(CaseEvent):
    """The applicant was told what is intended and that he may ask for a hearing (C-16)."""

    hearing_id: int
    until: str


@dataclass(frozen=True, kw_only=True)
class HearingAsked(CaseEvent):
    """The applicant asks for a hearing (T-10)."""

    hearing_id: int


@dataclass(frozen=True, kw_only=True)
class StatementMade(CaseEvent):
    """The applicant said in writing what he thinks of what is intended (XKF 36)."""

    hearing_id: int


@dataclass(frozen=True, kw_only=True)
class HearingCalled(CaseEvent):
    """Time and place of the hearing are told."""

    hearing_id: int
    held_at: str


@dataclass(frozen=True, kw_only=True)
class HearingEnded(CaseEvent):
    """The hearing was held, waived, or not asked for in time."""

    hearing_id: int
    ending: str


@dataclass(frozen=True, kw_only=True)
class CaseForwarded(CaseEvent):
    """First review is done; all materials and the opinion went to the higher authority (T-07)."""

    agreed: bool


@dataclass(frozen=True, kw_only=True)
class HigherDecisionCame(CaseEvent):
    """What the higher authority decided on a forwarded case; its paper is its own."""

    granted: bool


@dataclass(frozen=True, kw_only=True)
class RenewalDeemed(CaseEvent):
    """A renewal asked for in time counts as granted: its licence ran out before anybody decided (XKF 50)."""


@dataclass(frozen=True, kw_only=True)
class CaseGranted(CaseEvent):
    """Decided in favour."""


@dataclass(frozen=True, kw_only=True)
class CaseRefused(CaseEvent):
    """Decided against, with reasons and remedies (C-17)."""


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseEvent):
    """The applicant withdrew before the decision (C-19)."""


@dataclass(frozen=True, kw_only=True)
class WithdrawalAsked(CaseEvent):
    """The applicant wants an accepted application back; the body accepts and concludes that (C-19)."""

    withdrawal_id: int


@dataclass(frozen=True, kw_only=True)
class WithdrawalAccepted(CaseEvent):
    """The body has taken up the withdrawal."""

    withdrawal_id: int


@dataclass(frozen=True, kw_only=True)
class WithdrawalTakenBack(CaseEvent):
    """The applicant wants the case to go on after all."""

    withdrawal_id: int


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
