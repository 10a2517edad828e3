"""When a gateway is asked again. Pure; seconds."""

FIRST_SECONDS, LONGEST_SECONDS = 20, 3600
MOST_ASKS = 60
"""A payment nobody made is asked after for about two days, longer than any gateway keeps one open."""


def pause_after(asks: int) -> int | None:
    """How long to wait after so many questions; None when it is time to stop."""
    return None if asks >= MOST_ASKS else min(FIRST_SECONDS * 2 ** min(asks, 12), LONGEST_SECONDS)
