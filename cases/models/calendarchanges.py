"""A change of the working calendar before it is published, and which running clocks it would move (T-36)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.clocks import Clock
from core.models import CalendarVersion
from identity.models import Staff


class ChangeState(models.TextChoices):
    """Where a change of the calendar stands."""

    OPEN = "open", _("Drafted")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class CalendarChange(models.Model):
    """Days a notice changes: `days` holds [ISO date, kind, name] each, over the calendar number `base`.

    The running clocks are gone through in the order of their keys; `reached` is the last one looked at and
    `reckoned_at` says that all were. `moved` of them would end elsewhere, `earlier` of these sooner than today's
    calendar says, `overdue` at a moment that had passed already. `version` is what was published.
    """

    state = models.CharField(max_length=9, choices=ChangeState, default=ChangeState.OPEN)
    base = models.PositiveIntegerField()
    days = models.JSONField()
    notice = models.CharField(max_length=200)
    drafted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    reached = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    earlier = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    reckoned_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.OneToOneField(CalendarVersion, on_delete=models.PROTECT, null=True, related_name="change")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="open"), name="one_open_calendar_change"),
            models.CheckConstraint(
                condition=Q(state="published", version__isnull=False) | (~Q(state="published") & Q(version=None)),
                name="a_published_change_has_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of calendar {self.base}"


class CalendarShift(models.Model):
    """One running clock that would end `after` instead of `before` if the change were published."""

    change = models.ForeignKey(CalendarChange, on_delete=models.CASCADE, related_name="shifts", db_index=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    before = models.DateTimeField()
    after = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["change", "id"], name="shift_of_change")]

    def __str__(self) -> str:
        return f"clock {self.clock_id} in change {self.change_id}"
