"""Named reads of supervision."""

from django.db.models import Count, Q, QuerySet

from cases.models import Case, CaseState, Clock, ClockKind
from cases.queries.visibility import visible_to as cases_visible_to
from core import clock
from identity.actors import Actor
from identity.models import Role
from supervision.models import Alarm

RUNNING = (CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SPECIAL)


def visible_to(actor: Actor) -> QuerySet[Alarm]:
    """Alarms: all for supervisors, those about the own department for its leaders, none for anybody else."""
    if actor.has_role(Role.SUPERVISOR):
        return Alarm.objects.all()
    if actor.has_role(Role.LEADER):
        return Alarm.objects.filter(department_id__in=actor.department_ids)
    return Alarm.objects.none()


def running_clocks(actor: Actor) -> QuerySet[Clock]:
    """Promised clocks of running cases this actor may see, the next due first."""
    cases = cases_visible_to(actor).filter(state__in=RUNNING)
    return (
        Clock.objects.filter(kind=ClockKind.PROMISED, finished_at=None, case__in=cases)
        .select_related("case__version", "case__department")
        .order_by("due_at", "pk")
    )


def day_figures(actor: Actor) -> dict[str, int]:
    """The day at a glance: running, near, late, cards of the day, received today (Asia/Shanghai)."""
    now, start = clock.now(), clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    cases: QuerySet[Case] = cases_visible_to(actor)
    clocks = running_clocks(actor).order_by()
    alarms = visible_to(actor).filter(raised_at__gte=start).order_by()
    cards = alarms.aggregate(yellow=Count("pk", filter=Q(level="yellow")), red=Count("pk", filter=Q(level="red")))
    return {
        "running": clocks.count(),
        "late": clocks.filter(due_at__lte=now).count(),
        "received": cases.filter(submitted_at__gte=start).count(),
        "decided": cases.filter(decided_at__gte=start).count(),
        **cards,
    }


def department_rows(actor: Actor) -> list[dict[str, int | str]]:
    """Running and late cases by department, the most late first."""
    late = Count("pk", filter=Q(due_at__lte=clock.now()))
    found = running_clocks(actor).order_by().values("case__department__name").annotate(running=Count("pk"), late=late)
    return [
        {"department": row["case__department__name"], "running": row["running"], "late": row["late"]}
        for row in found.order_by("-late", "-running")[:12]
    ]
