"""What ties a case to the visit of a person goes when the case becomes anonymous (10.5)."""

from cases.models import Case
from core.services.emptying import Removed
from hall_devices.models import Visit


def forget_visit(case: Case) -> Removed:
    """Delete which ticket and which reading of a card the case was opened on; tickets and readings count as before."""
    visits = Visit.objects.filter(case=case)
    removed: Removed = {f"hall_devices_visit:{row.pk}": {"reading": row.reading_id} for row in visits}
    visits.delete()
    return removed
