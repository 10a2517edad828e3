"""Double entry: what each happening adds to which account, in fen; every entry sums to zero. Pure.

Signs: an account of what the hall has or is owed grows with plus, one of what it owes grows with minus.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

Lines = Mapping[str, int]


class Account(StrEnum):
    """Where money stands."""

    RECEIVABLE = "receivable"
    GATEWAY = "gateway"
    COUNTER = "counter"
    TREASURY = "treasury"
    REFUNDS = "refunds"
    SUSPENSE = "suspense"


def money_at(*, counter: bool) -> Account:
    """The account money comes to and goes from: a gateway's, or the counter's."""
    return Account.COUNTER if counter else Account.GATEWAY


def asked(fen: int) -> Lines:
    """An order was opened: the payer owes it, the hall owes it to the treasury."""
    return {Account.RECEIVABLE: fen, Account.TREASURY: -fen}


def closed(fen: int) -> Lines:
    """An order was closed unpaid: nobody owes anything."""
    return {Account.RECEIVABLE: -fen, Account.TREASURY: fen}


def paid(fen: int, place: Account) -> Lines:
    """An order was paid."""
    return {place: fen, Account.RECEIVABLE: -fen}


def refund_owed(fen: int) -> Lines:
    """A refund was approved: what was the treasury's is owed to the payer."""
    return {Account.TREASURY: fen, Account.REFUNDS: -fen}


def refunded(fen: int, place: Account) -> Lines:
    """The payer has his money back."""
    return {Account.REFUNDS: fen, place: -fen}


def stray(fen: int) -> Lines:
    """A gateway took money for what was not to be paid any more: it is the payer's until somebody returns it."""
    return {Account.GATEWAY: fen, Account.SUSPENSE: -fen}


def balanced(lines: Lines) -> bool:
    """Whether an entry may be booked: two lines at least, none empty, zero together."""
    return len(lines) > 1 and all(lines.values()) and sum(lines.values()) == 0


def balances(entries: Iterable[Lines]) -> dict[str, int]:
    """What stands on each account after these entries."""
    found: dict[str, int] = {}
    for entry in entries:
        for account, fen in entry.items():
            found[account] = found.get(account, 0) + fen
    return found
