"""The deadline ledger: every line that moved the end of a clock, never changed afterwards."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.clocks import Clock, ClockEntry
from items.models import TimeUnit


class ClockAct(models.TextChoices):
    """What happened to a clock."""

    START = "start", _("Start")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Resumed")
    EXTEND = "extend", _("Extension")
    CALENDAR = "calendar", _("New working calendar")
    STOP = "stop", _("Stop")


class ClockLine(models.Model):
    """One line of the deadline ledger of one clock.

    `at` is the moment that counts, which may lie before `written_at` (acceptance deemed by law, C-07). A start says
    `unit`, `budget` and the `rule` the limit comes from; an extension how much it adds in that unit. `due_at` is where
    the end lies since, empty while a pause is open and once the clock has stopped; `calendar` is the number of the
    working calendar it was computed with. `ground` is the pause or extension, with its reason and papers.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="ledger")
    act = models.CharField(max_length=8, choices=ClockAct)
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    unit = models.CharField(max_length=2, choices=TimeUnit, blank=True)
    budget = models.PositiveSmallIntegerField(null=True)
    extension = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    calendar = models.PositiveIntegerField()
    rule = models.CharField(max_length=12, blank=True)
    ground = models.ForeignKey(ClockEntry, on_delete=models.PROTECT, null=True, related_name="lines")
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["clock", "id"], name="ledger_of_clock")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act="start", budget__isnull=False) | Q(~Q(act="start"), budget__isnull=True),
                name="a_start_says_its_limit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} of clock {self.clock_id}"
