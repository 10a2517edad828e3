"""Status of a case in the two-level codes of engineering approval (2.2): each item, and the whole application. Pure.

A joint case keeps both levels. Where those codes know no word for a state the nearest lawful one is taken and named
here: what waits for a supplement after acceptance waits for a correction, and so does what was given back at precheck;
what was returned for want of one was stopped at the window, because no body decided on it; a terminated case did not
pass.
"""

from collections.abc import Collection, Set
from dataclasses import dataclass
from enum import IntEnum

BEFORE_INTAKE = frozenset({"submitted"})
UNTOLD = frozenset({"draft", "voided"})
"""States nobody outside is told of: a draft is the applicant's, a void case was an error."""


class ItemStatus(IntEnum):
    """Status of one item of an application."""

    TAKEN_IN = 1
    TAKEN_BACK = 2
    ACCEPTED_AT_WINDOW = 3
    STOPPED_AT_WINDOW = 4
    NOT_ACCEPTED = 5
    CORRECTION_BEGUN = 6
    CORRECTION_ENDED = 7
    ACCEPTED_BY_BODY = 8
    PROCEDURE_BEGUN = 9
    PROCEDURE_ENDED = 10
    PASSED = 11
    PASSED_OWING = 12
    NOT_PASSED = 13
    WITHDRAWN = 14
    RESCINDED = 15
    WITHDRAWAL_WAITS = 16


class ApplicationStatus(IntEnum):
    """Status of a whole application; 7 to 11 belong to intermediary services and are not given here."""

    NOT_LOOKED_AT = 0
    LOOKED_AT = 1
    ACCEPTED = 2
    TO_BE_COMPLETED = 3
    COMPLETED = 4
    NOT_ACCEPTED = 5
    CLOSED = 6
    WITHDRAWAL_WAITS = 12
    WITHDRAWAL_ACCEPTED = 13
    WITHDRAWAL_CLOSED = 14


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What the codes depend on. `state` is the value of CaseState; `accepted`: it was accepted at some time; `granted`:
    the decision, None without one; `corrected`: a correction was asked and came; `procedures`: special procedures that
    have ended; `owing`: something promised is not there; `rescinded`: its licence was; `withdrawal`: "" , "asked" or
    "accepted" while one waits.
    """

    state: str
    accepted: bool = False
    granted: bool | None = None
    corrected: bool = False
    procedures: int = 0
    owing: bool = False
    rescinded: bool = False
    withdrawal: str = ""


def item_status(facts: StatusFacts) -> ItemStatus | None:
    """The code of one item; None for a case nobody outside is told of."""
    if facts.state in UNTOLD:
        return None
    if facts.rescinded:
        return ItemStatus.RESCINDED
    if facts.withdrawal:
        return ItemStatus.WITHDRAWAL_WAITS
    if facts.state == "withdrawn":
        return ItemStatus.WITHDRAWN if facts.accepted else ItemStatus.TAKEN_BACK
    if facts.granted is not None:
        return _decided(facts)
    if facts.state == "received" and facts.corrected:
        return ItemStatus.CORRECTION_ENDED
    if facts.state == "in_review" and facts.procedures:
        return ItemStatus.PROCEDURE_ENDED
    return PLAIN[facts.state]


def application_status(items: Collection[StatusFacts]) -> ApplicationStatus | None:
    """The code of an application of one or several items; None when nobody outside is told of any of them."""
    told = [facts for facts in items if facts.state not in UNTOLD]
    codes = {facts: item_status(facts) for facts in told}
    if not told:
        return None
    if all(code in ENDED for code in codes.values()):
        return _ended(set(codes.values()))
    for withdrawal, status in WITHDRAWALS.items():
        if any(facts.withdrawal == withdrawal for facts in told):
            return status
    if ItemStatus.CORRECTION_BEGUN in codes.values():
        return ApplicationStatus.TO_BE_COMPLETED
    if any(facts.accepted for facts in told):
        return ApplicationStatus.ACCEPTED
    if ItemStatus.CORRECTION_ENDED in codes.values():
        return ApplicationStatus.COMPLETED
    looked_at = any(facts.state not in BEFORE_INTAKE for facts in told)
    return ApplicationStatus.LOOKED_AT if looked_at else ApplicationStatus.NOT_LOOKED_AT


def _decided(facts: StatusFacts) -> ItemStatus:
    if not facts.granted:
        return ItemStatus.NOT_PASSED
    return ItemStatus.PASSED_OWING if facts.owing else ItemStatus.PASSED


def _ended(codes: Set[ItemStatus | None]) -> ApplicationStatus:
    if codes <= {ItemStatus.WITHDRAWN, ItemStatus.TAKEN_BACK}:
        return ApplicationStatus.WITHDRAWAL_CLOSED
    if codes <= {ItemStatus.NOT_ACCEPTED, ItemStatus.STOPPED_AT_WINDOW}:
        return ApplicationStatus.NOT_ACCEPTED
    return ApplicationStatus.CLOSED


PLAIN = {
    "submitted": ItemStatus.TAKEN_IN,
    "precheck_returned": ItemStatus.CORRECTION_BEGUN,
    "prechecked": ItemStatus.TAKEN_IN,
    "received": ItemStatus.TAKEN_IN,
    "correcting": ItemStatus.CORRECTION_BEGUN,
    "declined": ItemStatus.NOT_ACCEPTED,
    "returned": ItemStatus.STOPPED_AT_WINDOW,
    "accepted": ItemStatus.ACCEPTED_AT_WINDOW,
    "in_review": ItemStatus.ACCEPTED_BY_BODY,
    "supplementing": ItemStatus.CORRECTION_BEGUN,
    "special": ItemStatus.PROCEDURE_BEGUN,
    "forwarded": ItemStatus.ACCEPTED_BY_BODY,
    "suspended": ItemStatus.ACCEPTED_BY_BODY,
    "terminated": ItemStatus.NOT_PASSED,
}
"""Codes of the states that mean the same whatever went before."""
ENDED = frozenset(
    {
        *(ItemStatus.TAKEN_BACK, ItemStatus.STOPPED_AT_WINDOW, ItemStatus.NOT_ACCEPTED, ItemStatus.PASSED),
        *(ItemStatus.PASSED_OWING, ItemStatus.NOT_PASSED, ItemStatus.WITHDRAWN, ItemStatus.RESCINDED),
    }
)
WITHDRAWALS = {
    "asked": ApplicationStatus.WITHDRAWAL_WAITS,
    "accepted": ApplicationStatus.WITHDRAWAL_ACCEPTED,
}
