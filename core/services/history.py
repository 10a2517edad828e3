"""Taking citizens out of what happened: that it happened, when and in which order stays (10.5)."""

from core.models import EventRow
from core.services.emptying import NOBODY, Removed

CITIZEN = "citizen"


def forget_doers(stream: str, stream_id: int) -> Removed:
    """Take the citizens out of the history of one thing; the database lets nothing else of it change. Staff stay: what
    they did is official."""
    rows = EventRow.objects.filter(stream=stream, stream_id=stream_id, actor_kind=CITIZEN).exclude(actor_label=NOBODY)
    found: Removed = {f"core_event:{row.pk}": {"id": row.actor_id, "label": row.actor_label} for row in rows}
    rows.update(actor_id=None, actor_label=NOBODY)
    return found
