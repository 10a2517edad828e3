"""How a case is reviewed: routes, their stages and the seats that decide in each."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from identity.models import Department
from items.models.parts import VersionPart


class RouteKind(models.TextChoices):
    """Which way a case may take."""

    NORMAL = "normal", _("Ordinary")
    SIMPLIFIED = "simplified", _("Simplified")
    PLEDGE = "pledge", _("On pledge")


class Route(VersionPart):
    """流程: an ordered list of stages, taken when `when` holds for the case's facts."""

    kind = models.CharField(max_length=10, choices=RouteKind, default=RouteKind.NORMAL)
    when = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class StageRule(models.TextChoices):
    """When a stage with several seats is decided."""

    ALL = "ALL", _("all must agree")
    ANY = "ANY", _("one agreement is enough")
    AT_LEAST = "AT_LEAST", _("a number must agree")
    VETO = "VETO", _("one objection ends it")


class StageDuty(models.TextChoices):
    """What a stage is for in the life of a case; acceptance and issuing are verbs of the case, the rest are reviews."""

    ACCEPT = "accept", _("Acceptance")
    REVIEW = "review", _("Review")
    DECIDE = "decide", _("Decision")
    ISSUE = "issue", _("Issuing")


class Stage(models.Model):
    """环节: one step of a route. `when` is a condition over facts; `when_text` is for people when no fact
    expresses it.
    """

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40)
    duty = models.CharField(max_length=8, choices=StageDuty, default=StageDuty.REVIEW)
    rule = models.CharField(max_length=8, choices=StageRule, default=StageRule.ALL)
    at_least = models.PositiveSmallIntegerField(null=True)
    when = models.JSONField(null=True)
    when_text = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["route", "order"], name="stage_order_once"),
            models.CheckConstraint(
                condition=~Q(rule="AT_LEAST") | Q(at_least__gte=1), name="stage_at_least_needs_number"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """会签席位: one post that gives a verdict. Without a department it is the item's own body; `days` are
    working days. `when` is the condition under which the seat takes part at all.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="seats")
    order = models.PositiveSmallIntegerField()
    post_name = models.CharField(max_length=40)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="seats")
    days = models.PositiveSmallIntegerField()
    powers = ArrayField(models.CharField(max_length=12), default=list)
    checklist = models.JSONField(default=list)
    when = models.JSONField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["stage", "order"], name="seat_order_once")]

    def __str__(self) -> str:
        return self.post_name
