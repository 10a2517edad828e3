"""Alarms about cases and the ratings people give."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Clock
from identity.models import Department, Post


class AlarmLevel(models.TextChoices):
    """How grave an alarm is (3.3); grades only rise (S-00)."""

    WARNING = "warning", _("Warning")
    YELLOW = "yellow", _("Yellow card")
    RED = "red", _("Red card")


class Alarm(models.Model):
    """One card or warning: which rule hit which clock of which case, who was responsible then (S-00, S-01).

    `due_at` tells one occurrence from the next: the clock of the stages begins anew with each of them.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alarms")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="alarms")
    rule = models.CharField(max_length=4)
    level = models.CharField(max_length=7, choices=AlarmLevel)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="alarms")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="alarms")
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "due_at", "rule", "level"], name="alarm_once_per_level"),
        ]
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="alarm_latest"),
            models.Index(fields=["department", "-raised_at"], name="alarm_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.level} case {self.case_id}"


class Satisfaction(models.IntegerChoices):
    """Five levels of 好差评 (E-01); the last two are bad."""

    VERY_GOOD = 1, _("Very satisfied")
    GOOD = 2, _("Satisfied")
    FAIR = 3, _("Fairly satisfied")
    POOR = 4, _("Dissatisfied")
    VERY_POOR = 5, _("Very dissatisfied")

    @property
    def is_bad(self) -> bool:
        return self >= Satisfaction.POOR


class Rating(models.Model):
    """The applicant's one rating of one case (E-02); unrated cases stay unrated (E-07)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    level = models.PositiveSmallIntegerField(choices=Satisfaction)
    tags = ArrayField(models.CharField(max_length=20), default=list)
    text = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=10)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="rating_1_to_5")]

    def __str__(self) -> str:
        return f"{self.level} for case {self.case_id}"
