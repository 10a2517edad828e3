"""Who is called next, when somebody who missed his call may come back, and how long waiting takes."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

PRIORITISED_BETWEEN_WALK_INS = 2
BRING_BACK_WITHIN = timedelta(minutes=30)
BRING_BACK_BEHIND = 3
BRING_BACK_TIMES = 1
FOREWARNED_AHEAD = 3
USUAL_SERVICE = timedelta(minutes=8)
MEASURED_SERVICES = 30
ELDERLY_YEARS = 60


class Priority(IntEnum):
    """Classes of Q-05, the most urgent first."""

    URGENT = 0
    RESERVED = 1
    GREEN = 2
    RETURNED = 3
    WALK_IN = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """One ticket in line; `due_at_call` as on Ticket."""

    id: int
    business_id: int
    priority: int
    queued_at: datetime
    due_at_call: int | None = None

    @property
    def walks_in(self) -> bool:
        return self.priority == Priority.WALK_IN


@dataclass(frozen=True, slots=True)
class Line:
    """What a business has called so far: all calls, and those in priority since the last walk-in."""

    calls: int = 0
    streak: int = 0

    def after(self, called: Waiting) -> "Line":
        """The line once `called` was called."""
        return Line(self.calls + 1, 0 if called.walks_in else self.streak + 1)


def next_in_line(heads: Iterable[Waiting], lines: Mapping[int, Line]) -> Waiting | None:
    """Whom to call of those that may come next: the first of each class of each business (Q-05, Q-06).

    Brought-back tickets whose turn has come, then walk-ins that two prioritised tickets have already passed, then by
    class and time; brought-back tickets whose turn has not come only when nobody else is there.
    """
    heads = list(heads)
    ready = [head for head in heads if _has_turn(head, lines)]
    starving = {
        head.business_id
        for head in ready
        if head.walks_in and lines[head.business_id].streak >= PRIORITISED_BETWEEN_WALK_INS
    }
    fair = [head for head in ready if head.walks_in or head.business_id not in starving]
    if fair:
        return min(fair, key=lambda head: (*_urgency(head, starving), head.priority, head.queued_at, head.id))
    return min(heads, key=lambda head: (head.due_at_call or 0, head.id), default=None)


def _has_turn(head: Waiting, lines: Mapping[int, Line]) -> bool:
    return head.due_at_call is None or lines[head.business_id].calls >= head.due_at_call


def _urgency(head: Waiting, starving: set[int]) -> tuple[int, int]:
    """Brought-back tickets first, by the call they were promised; then walk-ins that have waited long enough."""
    if head.due_at_call is not None:
        return 0, head.due_at_call
    return (1, 0) if head.business_id in starving else (2, 0)


def in_order(waiting: Iterable[Waiting], lines: Mapping[int, Line]) -> list[Waiting]:
    """Everybody in line as they would be called if nobody else came."""
    queues: dict[tuple[int, int], list[Waiting]] = defaultdict(list)
    for one in waiting:
        queues[one.business_id, -1 if one.due_at_call is not None else one.priority].append(one)
    for queue in queues.values():
        queue.sort(key=lambda one: (one.due_at_call or 0, one.queued_at, one.id), reverse=True)
    order, now = [], dict(lines)
    while chosen := next_in_line([queue[-1] for queue in queues.values() if queue], now):
        queues[chosen.business_id, -1 if chosen.due_at_call is not None else chosen.priority].pop()
        now[chosen.business_id] = now[chosen.business_id].after(chosen)
        order.append(chosen)
    return order


def why_not_bring_back(passed_at: datetime | None, reactivations: int, now: datetime) -> str:
    """`used` after the one time it is allowed, `late` after 30 minutes, empty when it may come back (Q-06)."""
    if reactivations >= BRING_BACK_TIMES:
        return "used"
    if passed_at is None or now - passed_at > BRING_BACK_WITHIN:
        return "late"
    return ""


def ticket_number(prefix: str, serial: int) -> str:
    """`C017`: the letter of the business and three digits, more only beyond 999 a day (Q-08)."""
    return f"{prefix}{serial:03d}"


def waiting_minutes(ahead: int, mean: timedelta | None, windows: int) -> int:
    """Whole minutes until a ticket is called: those ahead × mean service time ÷ open windows (Q-09).

    Without served tickets the usual time counts, without an open window one.
    """
    seconds = ahead * (mean or USUAL_SERVICE).total_seconds() / max(windows, 1)
    return math.ceil(seconds / 60)


def is_elderly(born: date, today: date) -> bool:
    """Whether the green channel is open without asking: from the 60th birthday on (Q-04)."""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years >= ELDERLY_YEARS


def places_ahead(order: Sequence[Waiting], ticket_id: int) -> int:
    """How many are called before this ticket; everybody when it is not in line."""
    return next((place for place, one in enumerate(order) if one.id == ticket_id), len(order))
