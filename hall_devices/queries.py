"""Named reads of the queues."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from cases.models import Case
from core import clock
from hall_devices.models import IN_LINE_STATES, QueueBusiness, Ticket, TicketState, Visit, WindowStatus
from hall_devices.models.queues import AT_WINDOW_STATES
from hall_devices.rules import MEASURED_SERVICES, Line, Waiting, in_order, places_ahead, waiting_minutes
from identity.models import Hall, Window
from items.models import ItemVersion, ServiceDesk
from supervision.models import Rating
from supervision.services import RATEABLE

COLUMNS = "id, business_id, priority, queued_at, due_at_call"
# One short index scan for each class of each business, however many wait; brought-back tickets are few.
HEADS_SQL = f"""
SELECT head.* FROM unnest(%(businesses)s::bigint[]) AS asked (id)
CROSS JOIN generate_series(0, 4) AS class (number)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM hall_devices_ticket
    WHERE business_id = asked.id AND day = %(day)s AND priority = class.number AND due_at_call IS NULL
      AND state IN ('waiting', 'transferred') AND (only_window_id IS NULL OR only_window_id = %(window)s)
      AND id <> ALL (%(passed_over)s::bigint[])
    ORDER BY queued_at, id LIMIT 1) AS head
UNION ALL
SELECT {COLUMNS} FROM hall_devices_ticket
WHERE business_id = ANY (%(businesses)s::bigint[]) AND day = %(day)s AND due_at_call IS NOT NULL
  AND state IN ('waiting', 'transferred') AND (only_window_id IS NULL OR only_window_id = %(window)s)
  AND id <> ALL (%(passed_over)s::bigint[])
"""
LOADS_SQL = """
SELECT asked.id,
  (SELECT count(*) FROM hall_devices_ticket AS t
   WHERE t.business_id = asked.id AND t.day = %(day)s AND t.state IN ('waiting', 'transferred')),
  (SELECT count(*) FROM hall_devices_queuebusiness_windows AS w
   JOIN hall_devices_windowstatus AS s ON s.window_id = w.window_id AND s.state = 'open'
   WHERE w.queuebusiness_id = asked.id),
  (SELECT avg(served.finished_at - served.called_at) FROM (
     SELECT finished_at, called_at FROM hall_devices_ticket
     WHERE business_id = asked.id AND state = 'finished' AND finished_at IS NOT NULL
     ORDER BY finished_at DESC LIMIT %(measured)s) AS served)
FROM unnest(%(businesses)s::bigint[]) AS asked (id)
"""


@dataclass(frozen=True, slots=True)
class Load:
    """How busy a business is: tickets in line, open windows, mean service time of the last 30 served (Q-09)."""

    waiting: int = 0
    windows: int = 0
    mean: timedelta | None = None

    def minutes(self, ahead: int) -> int:
        """Waiting time in minutes of somebody with so many ahead."""
        return waiting_minutes(ahead, self.mean, self.windows)


def heads_of(
    business_ids: Iterable[int], *, window_id: int | None = None, passed_over: Collection[int] = ()
) -> list[Waiting]:
    """Today's tickets that may come next: the first of each class of each business, and all brought back ones.

    With a window also those transferred to it; tickets in `passed_over` are left out.
    """
    keys: dict[str, Any] = {"businesses": list(business_ids), "window": window_id, "passed_over": list(passed_over)}
    with connection.cursor() as cursor:
        cursor.execute(HEADS_SQL, {**keys, "day": clock.today()})
        return [Waiting(*row) for row in cursor.fetchall()]


def lines_of(businesses: Iterable[QueueBusiness]) -> dict[int, Line]:
    """What each business has called so far."""
    return {business.pk: Line(business.calls, business.streak) for business in businesses}


def loads_of(business_ids: Iterable[int]) -> dict[int, Load]:
    """How busy each business is now."""
    keys: dict[str, Any] = {"businesses": list(business_ids), "day": clock.today(), "measured": MEASURED_SERVICES}
    with connection.cursor() as cursor:
        cursor.execute(LOADS_SQL, keys)
        return {row[0]: Load(*row[1:]) for row in cursor.fetchall()}


def in_line(businesses: Collection[QueueBusiness]) -> QuerySet[Ticket]:
    """Today's waiting tickets of these businesses."""
    return Ticket.objects.filter(business__in=businesses, day=clock.today(), state__in=IN_LINE_STATES)


def line_order(businesses: Collection[QueueBusiness], *, window_id: int | None = None) -> list[Waiting]:
    """Everybody in line for these businesses, in the order of calls."""
    open_to = Q(only_window=None) | Q(only_window=window_id) if window_id else Q(only_window=None)
    rows = in_line(businesses).filter(open_to)
    waiting = rows.values_list("pk", "business_id", "priority", "queued_at", "due_at_call")
    return in_order([Waiting(*row) for row in waiting], lines_of(businesses))


def expected_wait(ticket: Ticket) -> tuple[int, int]:
    """How many are called before this ticket, and about how many minutes that takes (Q-09)."""
    ahead = places_ahead(line_order([ticket.business], window_id=ticket.only_window_id), ticket.pk)
    return ahead, loads_of([ticket.business_id])[ticket.business_id].minutes(ahead)


def at_window(window: Window) -> QuerySet[Ticket]:
    """The ticket called to this window or served there now; at most one."""
    return Ticket.objects.filter(window=window, day=clock.today(), state__in=AT_WINDOW_STATES)


def businesses_of(window: Window) -> QuerySet[QueueBusiness]:
    """What this window calls, in a fixed order."""
    return QueueBusiness.objects.filter(windows=window).order_by("pk")


def missed_at(businesses: Collection[QueueBusiness]) -> QuerySet[Ticket]:
    """Today's tickets that missed their call or were put aside, the latest number first."""
    states = [TicketState.PASSED, TicketState.SUSPENDED]
    missed = Ticket.objects.filter(business__in=businesses, day=clock.today(), state__in=states)
    return missed.select_related("business", "version", "party", "window").order_by("-pk")


def business_for(version: ItemVersion, hall: Hall) -> QueueBusiness | None:
    """Where in this hall one queues for an item: named for the item, by its desk, by its body, else where all go."""
    businesses = QueueBusiness.objects.filter(hall=hall).select_related("zone").order_by("pk")
    if named := businesses.filter(items=version.item_id).first():
        return named
    of_body = list(businesses.filter(departments=version.item.department_id))
    desk = ServiceDesk.objects.filter(version=version, hall=hall.name).order_by("order").first()
    at_desk = [
        one for one in of_body if desk is not None and (one.zone.floor, one.zone.name) == (desk.floor, desk.zone)
    ]
    for_all = [] if of_body else businesses.filter(departments=None, items=None)[:1]
    return next(iter([*at_desk, *of_body, *for_all]), None)


def visits_at(status: WindowStatus) -> QuerySet[Visit]:
    """The cases taken in here for the visitor before the window since he was identified, the oldest first."""
    if status.reading is None:
        return Visit.objects.none()
    mine = Visit.objects.filter(window=status.window_id, reading__party=status.party_id, at__gte=status.reading.at)
    return mine.select_related("case").order_by("pk")


def case_to_rate(window: Window, *, skipped: int = 0) -> Case | None:
    """The last case of today taken in at this window, once its visitor was finished with (Q-11), if it has a result and
    nobody rated it; None when the visitor left that out (`skipped` is the case's key)."""
    today = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    visits = Visit.objects.filter(window=window, at__gte=today).select_related("ticket", "case__applicant")
    last = visits.select_related("case__version").order_by("-pk").first()
    if last is None or (last.ticket is not None and last.ticket.state != TicketState.FINISHED):
        return None
    case = last.case
    if case.pk == skipped or case.state not in RATEABLE or Rating.objects.filter(case=case).exists():
        return None
    return case
