"""Papers demanded although they are held, as rows of a list of staff."""

from typing import Any

from cases.models import MaterialDemand, Resolver
from core import clock
from core.datewords import datetime_words


def row(demand: MaterialDemand) -> dict[str, Any]:
    """One demand: which material of which item, where it is held, who asked for it and why."""
    return {
        **{"item": demand.case.version.name, "material": demand.spec.name, "who": demand.who},
        **{"place": Resolver(demand.held_in).label, "reason": demand.reason},
        **{"department": demand.case.department.name, "number": demand.case.receipt_no or ""},
        "when": datetime_words(demand.at, today=clock.today()),
    }
