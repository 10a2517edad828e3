"""The life of a licence after it was issued (6.4). Pure; states are the exchange codes."""

VALID, WITHHELD, RESCINDED, CANCELLED, LAPSED, REVOKED = "01", "02", "03", "04", "05", "07"
ENDS = frozenset({RESCINDED, CANCELLED, LAPSED, REVOKED})
NEXT: dict[str, frozenset[str]] = {VALID: ENDS | {WITHHELD}, WITHHELD: ENDS | {VALID}}
AFTER_AN_END = frozenset({VALID})
"""An end may be undone, after a review or a judgment; it never turns into another end."""


def may_become(state: str, wanted: str) -> bool:
    """Whether a licence in `state` may be brought into the state `wanted`."""
    return wanted in NEXT.get(state, AFTER_AN_END)
