"""Who looked at the cases of a party."""

from datetime import datetime, time

from django.db.models import QuerySet

from cases.models import CaseRead
from cases.queries.visibility import visible_to
from core import clock
from core.workcalendar import SHANGHAI
from identity.actors import Actor


def reads_visible_to(actor: Actor) -> QuerySet[CaseRead]:
    """Looks at the cases of the party a citizen acts for; nobody else browses them."""
    if not actor.is_citizen:
        return CaseRead.objects.none()
    return CaseRead.objects.filter(case__in=visible_to(actor).values("pk")).select_related("case__version")


def reads_this_month(actor: Actor) -> int:
    """How many looks there were since the first of the month in Shanghai."""
    first = datetime.combine(clock.today().replace(day=1), time(), SHANGHAI)
    return reads_visible_to(actor).filter(at__gte=first).count()
