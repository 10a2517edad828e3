"""Invariants of the catalogue's quality counters."""

from core.invariants import invariant


@invariant("14", "a finished spot check has judged something of every item it drew")
def finished_checks_are_complete() -> str:
    """Items of finished checks nobody judged, and checks that drew nothing."""
    return (
        "SELECT c.id, i.id FROM items_spotcheck c LEFT JOIN items_spotcheckitem i ON i.spot_check_id = c.id "
        "WHERE c.finished_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM items_spotfinding f WHERE f.row_id = i.id)"
    )
