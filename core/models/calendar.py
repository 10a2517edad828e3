"""The working calendar as published data (T-30, T-36)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What a day is for clocks; opening a counter on a Saturday does not make it a working day (T-30)."""

    WORKING = "working", _("Working day")
    OFF = "off", _("Day off")
    MAKEUP = "makeup", _("Make-up working day")


class CalendarVersion(models.Model):
    """One published state of the whole calendar: complete years, never changed afterwards (a trigger sees to it)."""

    number = models.PositiveIntegerField(unique=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)
    notice = models.CharField(max_length=200)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")), name="calendar_years_ascend"
            )
        ]

    def __str__(self) -> str:
        return f"calendar {self.number} ({self.first_year}–{self.last_year})"


class CalendarDay(models.Model):
    """What one day is in one version of the calendar, and the holiday it belongs to."""

    version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="days", db_index=False)
    date = models.DateField()
    kind = models.CharField(max_length=8, choices=DayKind)
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "date"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
