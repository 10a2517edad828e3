"""Named reads of supervision."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from cases.models import Case, Clock, ClockKind
from cases.models.case import PAUSED_STATES
from cases.queries.visibility import visible_to as cases_visible_to
from core import clock
from core.models import Delivery, DeliveryState
from core.workcalendar import SHANGHAI
from identity.actors import Actor
from identity.models import Role
from supervision.models import Alarm, Callback, Rating, SupervisionOrder


def visible_to(actor: Actor) -> QuerySet[Alarm]:
    """Alarms: all for supervisors, those about the own department for its leaders, none for anybody else."""
    if actor.has_role(Role.SUPERVISOR):
        return Alarm.objects.all()
    if actor.has_role(Role.LEADER):
        return Alarm.objects.filter(department_id__in=actor.department_ids)
    return Alarm.objects.none()


def parked_visible_to(actor: Actor) -> QuerySet[Delivery]:
    """Messages inside the system that were given up, for supervisors: somebody has to look at each of them."""
    if not actor.has_role(Role.SUPERVISOR):
        return Delivery.objects.none()
    return Delivery.objects.filter(state=DeliveryState.PARKED).select_related("event").order_by("-pk")


def callbacks_visible_to(actor: Actor) -> QuerySet[Callback]:
    """Call-backs: all for supervisors, those of the own department for its leaders; nobody else learns who rated
    (E-04)."""
    found = Callback.objects.select_related("rating__case__version", "rating__case__applicant", "department", "done_by")
    if actor.has_role(Role.SUPERVISOR):
        return found
    if actor.has_role(Role.LEADER):
        return found.filter(department_id__in=actor.department_ids)
    return found.none()


def orders_visible_to(actor: Actor) -> QuerySet[SupervisionOrder]:
    """Supervision orders: all for supervisors, those to the own department for its leaders, none for anybody else."""
    found = SupervisionOrder.objects.select_related("case__version", "case__handling", "department", "issuer", "alarm")
    if actor.has_role(Role.SUPERVISOR):
        return found
    if actor.has_role(Role.LEADER):
        return found.filter(department_id__in=actor.department_ids)
    return found.none()


def running_clocks(actor: Actor) -> QuerySet[Clock]:
    """Promised clocks of running cases this actor may see, the next due first.

    The clock runs from the acceptance to the decision: asking for the state as well would only mislead the planner.
    """
    return (
        Clock.objects.filter(kind=ClockKind.PROMISED, finished_at=None, case__in=cases_visible_to(actor))
        .select_related("case__version", "case__department")
        .order_by("due_at", "pk")
    )


def clocks_after(clocks: QuerySet[Clock], last: Clock | None) -> QuerySet[Clock]:
    """The rows that follow `last` in the order of running_clocks."""
    if last is None:
        return clocks
    return clocks.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, pk__gt=last.pk))


def late_clocks(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Those whose limit has passed."""
    return clocks.filter(due_at__lte=clock.now())


def clocks_in_time(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Those whose limit is still to come."""
    return clocks.filter(due_at__gt=clock.now())


def clocks_due_today(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Those whose last day is today in Shanghai: a limit ends with the midnight of its last day (T-31)."""
    return clocks_in_time(clocks).filter(due_at__lte=_tonight())


def due_by_day(actor: Actor, days: Sequence[date]) -> list[int]:
    """How many running cases have their last day on each of these days."""
    last_day = TruncDate(F("due_at") - timedelta(seconds=1), tzinfo=SHANGHAI)
    rows = running_clocks(actor).order_by().annotate(ends_on=last_day).filter(ends_on__in=days)
    found = dict(rows.values_list("ends_on").annotate(Count("pk")))
    return [found.get(day, 0) for day in days]


def day_figures(actor: Actor) -> dict[str, int]:
    """The day at a glance: running, paused, due today, late, cards of the day, received today (Asia/Shanghai)."""
    start = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    cases: QuerySet[Case] = cases_visible_to(actor)
    clocks = running_clocks(actor).order_by()
    alarms = visible_to(actor).filter(raised_at__gte=start).order_by()
    cards = alarms.aggregate(yellow=Count("pk", filter=Q(level="yellow")), red=Count("pk", filter=Q(level="red")))
    return {
        "running": clocks.count(),
        "paused": clocks.filter(case__state__in=PAUSED_STATES).count(),
        "today": clocks_due_today(clocks).count(),
        "late": late_clocks(clocks).count(),
        "received": cases.filter(submitted_at__gte=start).count(),
        "decided": cases.filter(decided_at__gte=start).count(),
        **cards,
    }


def department_rows(actor: Actor) -> list[dict[str, int | str]]:
    """Running cases by department, those due today and the late ones among them; the most late first."""
    late = Count("pk", filter=Q(due_at__lte=clock.now()))
    today = Count("pk", filter=Q(due_at__gt=clock.now(), due_at__lte=_tonight()))
    found = running_clocks(actor).order_by().values("case__department_id", "case__department__short")
    rows = found.annotate(running=Count("pk"), late=late, today=today).order_by("-late", "-today", "-running")
    return [
        {
            **{"id": row["case__department_id"], "department": row["case__department__short"]},
            **{"running": row["running"], "late": row["late"], "today": row["today"]},
        }
        for row in rows
    ]


def evaluation_of(case: Case) -> dict[str, Any] | None:
    """The rating of a case as its archive keeps it (2.13); None where nobody rated."""
    rating = Rating.objects.filter(case=case).first()
    if rating is None:
        return None
    given_at = clock.local(rating.given_at).isoformat(timespec="seconds")
    return {"level": rating.level, "channel": rating.channel, "text": rating.text, "given_at": given_at}


def _tonight() -> datetime:
    """The midnight that ends this day in Shanghai."""
    return datetime.combine(clock.today() + timedelta(days=1), time(), tzinfo=SHANGHAI)
