"""Alarms about cases, supervision orders, the ratings people give, and the call-backs bad ones lead to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Clock
from core.models import StoredFile
from identity.models import Department, Post, Staff


class AlarmLevel(models.TextChoices):
    """How grave an alarm is (3.3); grades only rise (S-00)."""

    WARNING = "warning", _("Warning")
    YELLOW = "yellow", _("Yellow card")
    RED = "red", _("Red card")


class Alarm(models.Model):
    """One card or warning: which rule hit which clock of which case, who was responsible then (S-00, S-01).

    `due_at` tells one occurrence from the next: the clock of the stages begins anew with each of them. The limit of a
    call-back is no clock of the case (S-31).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alarms")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, related_name="alarms")
    rule = models.CharField(max_length=4)
    level = models.CharField(max_length=7, choices=AlarmLevel)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="alarms")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="alarms")
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "due_at", "rule", "level"], name="alarm_once_per_level"),
            models.UniqueConstraint(
                fields=["case", "due_at", "rule", "level"],
                condition=Q(clock=None),
                name="alarm_without_clock_once_per_level",
            ),
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


class CallbackOutcome(models.TextChoices):
    """What the applicant said when he was called back (E-05)."""

    CONTENT = "content", _("Content now")
    STILL_BAD = "still_bad", _("Still not content")
    NOT_REACHED = "not_reached", _("Not reached in three tries")


class Callback(models.Model):
    """回访: the department looks into a bad rating, puts right what was wrong and calls the applicant (E-05, E-06).

    Who is still not content is called once more, in `round` 2.
    """

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="callbacks")
    round = models.PositiveSmallIntegerField(default=1)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="callbacks")
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    overran_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=500, blank=True)
    measure = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=11, choices=CallbackOutcome, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="callbacks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rating", "round"], name="callback_once_per_round")]
        indexes = [
            models.Index(fields=["due_at"], name="callback_due", condition=Q(done_at=None, overran_at=None)),
            models.Index(fields=["department", "-id"], name="callback_of_department"),
        ]

    def __str__(self) -> str:
        return f"rating {self.rating_id} round {self.round}"


class OrderState(models.TextChoices):
    """How far a supervision order has come (3.5)."""

    ISSUED = "issued", _("To be answered")
    ANSWERED = "answered", _("Answered")
    SENT_BACK = "sent_back", _("Sent back")
    ACCEPTED = "accepted", _("Settled")
    FAILED = "failed", _("Not settled")

    @property
    def waits_for_body(self) -> bool:
        return self in {OrderState.ISSUED, OrderState.SENT_BACK}

    @property
    def is_over(self) -> bool:
        return self in {OrderState.ACCEPTED, OrderState.FAILED}


OPEN_ORDERS = [state.value for state in OrderState if not state.is_over]


class SupervisionOrder(models.Model):
    """督办: a body of supervision asks the responsible body to explain and put right a matter of a case (S-41, S-44).

    `alarm` is what it is about, empty where supervision found it itself. `answer_by` is the day the paper names,
    `due_at` until when it is answered now: set anew when an answer is sent back, extended once at most. The paper D-22
    gets its `number` and `file` from a worker.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supervision_orders")
    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, null=True, related_name="orders")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="supervision_orders")
    level = models.CharField(max_length=7, choices=AlarmLevel)
    matter = models.TextField()
    issuer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="issued_orders")
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    answer_by = models.DateField()
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extended_because = models.CharField(max_length=200, blank=True)
    overran_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=OrderState, default=OrderState.ISSUED)
    number = models.CharField(max_length=60, null=True, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "issuer"], condition=Q(state__in=OPEN_ORDERS), name="one_open_order_per_case_and_issuer"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="order_due",
                condition=Q(state__in=["issued", "sent_back"], overran_at=None),
            ),
            models.Index(fields=["department", "-id"], name="order_of_department"),
        ]

    def __str__(self) -> str:
        return f"order {self.number or self.pk} about case {self.case_id}"


class OrderAnswer(models.Model):
    """What the responsible body answered in one `round`, and what supervision made of it: `accepted` is empty until it
    did."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    explanation = models.TextField()
    measure = models.TextField()
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    remark = models.TextField(blank=True)
    settled_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "round"], name="order_answered_once_per_round")]

    def __str__(self) -> str:
        return f"answer {self.round} to order {self.order_id}"
