"""Queues: what people wait for, their tickets, and the calls."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField
from hall_devices.models.windows import VisitorReading
from hall_devices.rules import Priority
from identity.models import Department, Hall, Party, Window, Zone
from items.models import Item, ItemVersion


class QueueBusiness(models.Model):
    """What people queue for in one hall. Its windows call its tickets; its bodies and items say which wishes lead here.

    `calls` counts the tickets called so far and `streak` those called in priority since the last walk-in (Q-05); both
    only change under the lock of this row.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="businesses")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="businesses")
    prefix = models.CharField(max_length=2)
    name = models.CharField(max_length=40)
    icon = models.CharField(max_length=40, default="ticket")
    departments = models.ManyToManyField(Department, related_name="businesses", blank=True)
    items = models.ManyToManyField(Item, related_name="businesses", blank=True)
    windows = models.ManyToManyField(Window, related_name="businesses", blank=True)
    calls = models.BigIntegerField(default=0)
    streak = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "name"], name="business_once_per_zone")]

    def __str__(self) -> str:
        return self.name


class TicketState(models.TextChoices):
    """Life of a ticket (Q-07). A transferred one waits again, with its original time."""

    WAITING = "waiting", _("Waiting")
    TRANSFERRED = "transferred", _("Waiting after a transfer")
    CALLED = "called", _("Called")
    SERVING = "serving", _("Being served")
    SUSPENDED = "suspended", _("Put aside")
    PASSED = "passed", _("Missed")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Given up")
    NO_SHOW = "no_show", _("Did not come")


IN_LINE_STATES = (TicketState.WAITING, TicketState.TRANSFERRED)
AT_WINDOW_STATES = (TicketState.CALLED, TicketState.SERVING)
OPEN_STATES = (*IN_LINE_STATES, *AT_WINDOW_STATES, TicketState.SUSPENDED, TicketState.PASSED)
ACTIVE_STATES = (*IN_LINE_STATES, *AT_WINDOW_STATES, TicketState.SUSPENDED)


class Ticket(models.Model):
    """One visitor's place in a queue on one day, a calendar day of Asia/Shanghai.

    `visitor_index` identifies the person even when the hall does not know him otherwise (Q-08); `queued_at` orders a
    class; `due_at_call` is the number of calls of the business that come before a ticket brought back (Q-06);
    `only_window` names the window it was transferred to.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="tickets")
    business = models.ForeignKey(QueueBusiness, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.CharField(max_length=8)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="tickets")
    visitor_index = BlindIndexField(null=True)
    reading = models.ForeignKey(VisitorReading, on_delete=models.PROTECT, null=True, related_name="tickets")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="tickets")
    priority = models.PositiveSmallIntegerField(choices=[(one.value, one.name) for one in Priority])
    state = models.CharField(max_length=11, choices=TicketState, default=TicketState.WAITING)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="tickets")
    only_window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="expected_tickets")
    taken_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    due_at_call = models.BigIntegerField(null=True)
    called_at = models.DateTimeField(null=True)
    serving_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    calls_count = models.PositiveSmallIntegerField(default=0)
    reactivations = models.PositiveSmallIntegerField(default=0)
    forewarned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "day", "number"], name="ticket_number_once_a_day"),
            models.UniqueConstraint(
                fields=["business", "day", "visitor_index"],
                condition=Q(state__in=ACTIVE_STATES, visitor_index__isnull=False),
                name="ticket_active_once",
            ),
            models.UniqueConstraint(
                fields=["window", "day"], condition=Q(state__in=AT_WINDOW_STATES), name="ticket_one_at_a_window"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_WINDOW_STATES) | Q(window__isnull=False), name="ticket_called_to_a_window"
            ),
        ]
        indexes = [
            models.Index(
                fields=["business", "day", "priority", "queued_at", "id"],
                name="ticket_line",
                condition=Q(state__in=IN_LINE_STATES),
            ),
            models.Index(
                fields=["business", "day", "due_at_call"],
                name="ticket_brought_back",
                condition=Q(state__in=IN_LINE_STATES, due_at_call__isnull=False),
            ),
            models.Index(
                fields=["business", "day"], name="ticket_missed", condition=Q(state__in=["passed", "suspended"])
            ),
            models.Index(fields=["day"], name="ticket_open", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["business", "-finished_at"], name="ticket_served", condition=Q(state="finished")),
        ]

    def __str__(self) -> str:
        return self.number


class FirstReason(models.TextChoices):
    """Why somebody is called before all others (Q-05); the history keeps it."""

    EMERGENCY = "emergency", _("Emergency, such as sudden illness")
    MISTAKE = "mistake", _("A mistake of the hall cost him his place")
    MANAGER = "manager", _("Decided by the hall manager")


class CallKind(models.TextChoices):
    """What was announced."""

    CALL = "call", _("Called")
    RECALL = "recall", _("Called again")
    MISS = "miss", _("Missed")


class Call(models.Model):
    """One announcement of a ticket at a window. Append-only, guarded by a trigger."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="calls")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="calls")
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=CallKind)

    class Meta:
        indexes = [models.Index(fields=["window", "-at"], name="call_latest")]

    def __str__(self) -> str:
        return f"{self.ticket} {self.kind} at {self.window}"
