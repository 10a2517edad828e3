"""Papers that windows demanded although they are held (I-07)."""

from datetime import datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.models import MaterialDemand
from core import clock
from core.workcalendar import SHANGHAI
from identity.actors import Actor
from identity.models import Role

MOST = 5


def demands_visible_to(actor: Actor) -> QuerySet[MaterialDemand]:
    """All of them for supervision, those of cases their body handles or took in for leaders; nobody else browses."""
    rows = MaterialDemand.objects.select_related("case__version", "spec", "case__department").order_by("-pk")
    if actor.has_role(Role.SUPERVISOR):
        return rows
    if not actor.has_role(Role.LEADER):
        return rows.none()
    mine = actor.department_ids
    return rows.filter(Q(case__department__in=mine) | Q(case__intake_department__in=mine))


def most_demanded(rows: QuerySet[MaterialDemand]) -> list[dict[str, Any]]:
    """Which material of which item was demanded most often since the first of January, by whom how often: each `item`,
    `material`, `who`, `count`, at most MOST."""
    begin = datetime.combine(clock.today().replace(month=1, day=1), time(), SHANGHAI)
    counted = rows.filter(at__gte=begin).order_by().values("case__version__name", "spec__name", "who")
    found = counted.annotate(count=Count("pk")).order_by("-count", "spec__name", "who")[:MOST]
    return [
        {"item": row["case__version__name"], "material": row["spec__name"], "who": row["who"], "count": row["count"]}
        for row in found
    ]
