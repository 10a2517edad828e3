"""Keys and numbers people send in addresses and hidden fields."""

LONGEST = 18
"""Digits of the longest number a key can have; longer ones belong to no row."""


def key_in(text: str | None) -> int | None:
    """The number a text writes in ASCII digits; None for anything else, and for more digits than a key can have."""
    return int(text) if text and len(text) <= LONGEST and text.isascii() and text.isdigit() else None
