"""The way of a draft from the department to the public (1.9, I-10, I-11): who may take it from where to where. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DECLARE_DAYS = 20
LEGAL_DAYS = 10
"""Calendar days a department has after a change of law, and the legal office to answer (I-11); settings may differ."""


@dataclass(frozen=True, slots=True)
class Move:
    """One deed on a draft: from which states, to which, by holders of which role. One of the item's own department only
    when `own`; with a reason when `reasoned`; by somebody else than who handed over when `other_hands` (I-10).
    """

    deed: str
    before: frozenset[str]
    after: str
    role: str
    own: bool = False
    reasoned: bool = False
    other_hands: bool = False


def _move(deed: str, before: str, after: str, role: str, **how: bool) -> Move:
    return Move(deed, frozenset(before.split()), after, role, **how)


MOVES: tuple[Move, ...] = (
    _move("hand_over", "draft returned", "department", "catalogue_admin", own=True),
    _move("take_back", "department", "draft", "catalogue_admin", own=True),
    _move("discard", "draft returned", "discarded", "catalogue_admin", own=True, reasoned=True),
    _move("agree", "department", "legal", "leader", own=True, other_hands=True),
    _move("agree", "legal", "lists", "legal_reviewer", other_hands=True),
    _move("agree", "lists", "ready", "list_keeper", other_hands=True),
    _move("publish", "ready", "published", "publisher", other_hands=True),
    _move("send_back", "department", "returned", "leader", own=True, reasoned=True),
    _move("send_back", "legal", "returned", "legal_reviewer", reasoned=True),
    _move("send_back", "lists", "returned", "list_keeper", reasoned=True),
    _move("send_back", "ready scheduled", "returned", "publisher", reasoned=True),
)


def moves_from(state: str) -> list[Move]:
    """What may be done with a draft in this state, by anybody."""
    return [move for move in MOVES if state in move.before]


def next_state(move: Move, *, minor: bool) -> str:
    """Where a deed leads; a change that only tells where and whom to ask needs neither legal nor list review."""
    return "ready" if minor and (move.deed, move.after) == ("agree", "legal") else move.after


def overdue_since(state: str, since: date, law_changed_on: date | None, limits: Mapping[str, int]) -> date | None:
    """The day after which a draft waits too long (I-11), or None where no limit runs: the department's for declaring a
    change of law, the legal office's for answering.
    """
    if state in ("draft", "returned") and law_changed_on:
        return law_changed_on + timedelta(days=limits.get("declare", DECLARE_DAYS))
    if state == "legal":
        return since + timedelta(days=limits.get("legal", LEGAL_DAYS))
    return None


def merged(
    base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """Two edits of the same content put together, and the elements both changed differently: for those theirs stands,
    which was saved first.
    """
    changed = [key for key in mine if mine[key] != base.get(key)]
    conflicts = [key for key in changed if theirs.get(key) not in (base.get(key), mine[key])]
    kept: Collection[str] = set(changed) - set(conflicts)
    return {**theirs, **{key: mine[key] for key in kept}}, conflicts
