"""Clocks of a case. The stored due moment is derived: start, budget, pauses, extension, calendar (principle 3)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.clock import local
from items.models import TimeUnit


class ClockKind(models.TextChoices):
    """What a clock measures (2.5). `pauses` tells whether a special procedure stops it (clocks 3 to 5)."""

    REPLY = "reply", _("Reply to an online application")
    ACCEPTANCE = "acceptance", _("Acceptance or one-time notice")
    CORRECTION = "correction", _("Correction by the applicant")
    STATUTORY = "statutory", _("Statutory limit")
    PROMISED = "promised", _("Promised limit")
    STAGE = "stage", _("Stage limit")
    DELIVERY = "delivery", _("Delivery of the result")
    DEFERRAL = "deferral", _("Owed material")
    SUPPLEMENT = "supplement", _("Supplement by the applicant")
    HEARING_ASK = "ask_hear", _("Request for a hearing")
    HEARING = "hearing", _("Hearing")
    PROCEDURE = "procedure", _("Special procedure")
    WITHDRAWAL = "withdrawal", _("Conclusion of a withdrawal")
    PUBLICATION = "publish", _("Publication of the decision")
    PLEDGE = "pledge", _("Check of a pledge")
    VISIT = "visit", _("On-site check")

    @property
    def pauses(self) -> bool:
        return self in {ClockKind.STATUTORY, ClockKind.PROMISED, ClockKind.STAGE}


class Clock(models.Model):
    """One running or stopped clock. `budget` and `extension` are in `unit`; `key` tells clocks of one kind apart.

    `next_at` is the next moment somebody must be told (first the warning, then the due moment); empty when nothing is
    left to tell, so the sweep reads only what is due. `warned` and `overran_at` remember what was told, once each.
    `calendar` is the number of the working calendar the due moment was computed with; it is `provisional` while the
    last day lies in a year that calendar does not hold yet (T-36).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=10, choices=ClockKind)
    key = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=2, choices=TimeUnit)
    budget = models.PositiveSmallIntegerField()
    extension = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    warned = models.BooleanField(default=False)
    overran_at = models.DateTimeField(null=True)
    calendar = models.PositiveIntegerField()
    provisional = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "key"], name="clock_once")]
        indexes = [
            models.Index(fields=["next_at"], name="clock_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["kind", "due_at", "id"], name="clock_running", condition=Q(finished_at__isnull=True)),
            models.Index(fields=["calendar", "id"], name="clock_by_calendar", condition=Q(finished_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"

    @property
    def last_day(self) -> date:
        """The last day of the limit in Asia/Shanghai; the limit ends with its midnight (T-31)."""
        return local(self.due_at - timedelta(seconds=1)).date()


class EntryKind(models.TextChoices):
    """What moved the deadlines of a case."""

    PAUSE = "pause", _("Pause")
    EXTENSION = "extension", _("Extension")


class ClockEntry(models.Model):
    """The ground of moved deadlines: one pause or one extension, and why; `days` are in `unit`. A special procedure
    names its length in its written notice; a suspension lasts as long as its reason and has `days` 0."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock_entries")
    kind = models.CharField(max_length=9, choices=EntryKind)
    title = models.CharField(max_length=60)
    basis = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=2, choices=TimeUnit, default=TimeUnit.WORKING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="pause", ended_at__isnull=True), name="one_open_pause_per_case"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(kind="extension"), name="one_extension_per_case"),
        ]

    def __str__(self) -> str:
        return self.title
