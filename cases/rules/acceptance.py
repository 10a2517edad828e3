"""From when an application counts as accepted. Pure."""

from datetime import datetime


def accepted_since(*, now: datetime, received_at: datetime | None, corrections: int) -> datetime:
    """The moment of acceptance: now, or after a correction the receipt of its last part (C-08, Annex B 7).

    A case that nobody answered in time is another matter: it counts from the start of the limit that passed (C-07).
    """
    return received_at if corrections and received_at is not None else now
