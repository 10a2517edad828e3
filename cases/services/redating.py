"""Re-dating running clocks when a new working calendar is published (T-36)."""

from django.db import transaction

from cases.events import ClocksRedated
from cases.models import Case, Clock
from cases.services.clocks import follow_calendar, pauses_by_case
from core import clock
from core.events import Doer
from core.models import CalendarVersion
from core.outbox import publish
from core.queries.calendar import working_calendar

BATCH = 2000


def redate_clocks(calendar_id: int, *, by: Doer) -> bool:
    """Recompute the next BATCH running clocks that follow an older calendar than this one; True when more may wait.

    Each batch is one transaction that leaves nothing half done, so stopping between two loses nothing and repeating
    changes nothing. Cases are locked before their clocks, as every other verb does. Publishes ClocksRedated unless
    every clock is up to date.
    """
    with transaction.atomic():
        version = CalendarVersion.objects.select_for_update(of=("self",)).get(pk=calendar_id)
        stale = Clock.objects.filter(finished_at=None, calendar__lt=version.number)
        batch = list(stale.order_by("calendar", "pk").values_list("case_id", flat=True)[:BATCH])
        if not batch:
            return False
        held = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=batch).order_by("pk")
        cases = list(held.values_list("pk", flat=True))
        clocks = list(stale.filter(case__in=cases).order_by("pk"))
        _recompute(clocks, version.number, by)
        event = ClocksRedated(
            calendar_id=version.pk,
            number=version.number,
            first_id=min((armed.pk for armed in clocks), default=0),
            last_id=max((armed.pk for armed in clocks), default=0),
            more=len(batch) == BATCH,
        )
        publish(event, by=by)
    return event.more


def _recompute(clocks: list[Clock], number: int, by: Doer) -> None:
    calendar = working_calendar(at_least=number)
    pauses = pauses_by_case({armed.case_id for armed in clocks})
    running = [(armed, pauses.get(armed.case_id, ())) for armed in clocks]
    follow_calendar(running, calendar, at=clock.now(), by=by)
