"""When a stage is decided and what follows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class StageOutcome(StrEnum):
    """How a stage stands."""

    PENDING = "pending"
    PASSED = "passed"
    OBJECTED = "objected"
    SENT_BACK = "sent_back"


class Next(StrEnum):
    """What the run does after a stage closed."""

    OPEN_STAGE = "open_stage"
    APPROVE = "approve"
    REFUSE = "refuse"
    GO_BACK = "go_back"


FOR = frozenset({"approve", "not_needed"})


def stage_outcome(rule: str, verdicts: Sequence[str], *, at_least: int | None = None) -> StageOutcome:
    """How a stage stands by its rule; `verdicts` has one entry per seat, empty while the seat is silent.

    ALL waits for every seat, so that an applicant hears all objections at once; VETO ends with the first objection;
    ANY passes with the first approval; AT_LEAST passes with `at_least` approvals and is objected as soon as they can no
    longer be reached. Any seat may send the stage back, which ends it at once.
    """
    if "return" in verdicts:
        return StageOutcome.SENT_BACK
    seats = len(verdicts)
    approvals = sum(verdict in FOR for verdict in verdicts)
    objections = sum(verdict == "object" for verdict in verdicts)
    needed = {"ALL": seats, "VETO": seats, "ANY": 1}.get(rule, at_least or 1)
    if approvals >= needed:
        return StageOutcome.PASSED
    waits_for_all = rule == "ALL"
    lost = objections > seats - needed
    if lost and (not waits_for_all or approvals + objections == seats):
        return StageOutcome.OBJECTED
    return StageOutcome.PENDING


@dataclass(frozen=True, slots=True)
class Way:
    """What the run does next; `stage_id` is the stage to open for OPEN_STAGE and GO_BACK."""

    next: Next
    stage_id: int | None = None


@dataclass(frozen=True, slots=True)
class StagePlace:
    """A stage of the route that applies to the case."""

    id: int
    decides: bool


def way_after(outcome: StageOutcome, stage_id: int | None, stages: Sequence[StagePlace], *, objected: bool) -> Way:
    """Where the run goes after stage `stage_id` closed with `outcome` (None: before the first stage).

    Passed stages lead to the next. An objection leads straight to the deciding stage, which alone may refuse; in the
    deciding stage it refuses. Once `objected`, a deciding stage cannot approve. Sent back means the stage
    before, or the
    same one again when it is the first (C-18).
    """
    places = [place.id for place in stages]
    here = places.index(stage_id) if stage_id in places else -1
    later = stages[here + 1 :]
    if outcome is StageOutcome.SENT_BACK:
        return Way(Next.GO_BACK, places[max(here - 1, 0)])
    if outcome is StageOutcome.OBJECTED:
        deciding = next((place for place in later if place.decides), None)
        return Way(Next.OPEN_STAGE, deciding.id) if deciding else Way(Next.REFUSE)
    if later:
        return Way(Next.OPEN_STAGE, later[0].id)
    return Way(Next.REFUSE) if objected else Way(Next.APPROVE)
