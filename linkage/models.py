"""Runs of approval: one run per accepted case, one review per seat that has to speak."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import PROCESS

from cases.models import Case
from identity.models import Post
from items.models import Seat, Stage


class Outcome(models.TextChoices):
    """How a run ended, or where it stands."""

    OPEN = "open", _("Open")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


class Run(AbstractProcess):
    """One approval of one case along the route of its pinned version. `objected`: a closed stage spoke against."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs")
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN)
    objected = models.BooleanField(default=False)
    returns = models.PositiveSmallIntegerField(default=0)
    spoken: "Review | None" = None
    """The review whose verdict is moving the run right now; only set while the engine works, never stored."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(status__in=[PROCESS.DONE, PROCESS.CANCELED]), name="one_live_run_per_case"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of case {self.case_id}"


class Verdict(models.TextChoices):
    """What a seat may say. Only a deciding stage turns an objection into a refusal of the case."""

    APPROVE = "approve", _("Approve")
    OBJECT = "object", _("Object")
    RETURN = "return", _("Send back")
    NOT_NEEDED = "not_needed", _("Not needed here")


class Review(models.Model):
    """One seat of one stage asked for its verdict in one round; the seed of a workflow task. Work lists read
    this table.

    `post` is who must speak, resolved when the stage opened; `holder` is the one of them who claimed or was given it,
    empty while it is anybody's. `closed_at` without a verdict: the stage was decided without this seat. `due_at` is the
    end of the stage's own limit, whoever holds it.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="reviews")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField(default=1)
    holder = models.ForeignKey("identity.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    opinion = models.TextField(blank=True)
    decided_by = models.ForeignKey("identity.Staff", on_delete=models.PROTECT, null=True, related_name="reviews")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    together: "tuple[Review, ...]" = ()
    """The reviews of the same round, itself included; only set while the engine works, never stored."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "seat", "round"], name="review_once_per_round"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(closed_at__isnull=False), name="a_verdict_closes_the_review"
            ),
        ]
        indexes = [
            models.Index(fields=["post", "due_at", "id"], name="review_work_list", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["case", "id"], name="review_of_case"),
            models.Index(
                fields=["holder", "id"], name="review_held", condition=Q(closed_at=None, holder__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of case {self.case_id}"


class Reassignment(models.Model):
    """One review that went from one colleague of a post to another (转办), and why; `giver` is empty where nobody had
    claimed it. Never changed afterwards.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reassignments")
    giver = models.ForeignKey("identity.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey("identity.Staff", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey("identity.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(giver=None) | ~Q(giver=F("receiver")), name="a_review_goes_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.review_id} to {self.receiver_id}"


class Step(AbstractTask):
    """One task of the workflow engine; the review it asks for is its seed."""

    process = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="task_set")
    review = models.OneToOneField(Review, on_delete=models.PROTECT, null=True, related_name="step")

    def __str__(self) -> str:
        return f"step {self.pk} of run {self.process_id}"

    @property
    def seed(self) -> Review | None:
        """What the engine calls the subject of a task."""
        return self.review

    @seed.setter
    def seed(self, review: Review | None) -> None:
        self.review = review


class ExchangeReceipt(models.Model):
    """A partner confirmed one row; kept as evidence and for reconciliation (A-23)."""

    partner = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exchange_receipts")
    table = models.CharField(max_length=40)
    answer = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="exchange_receipt_once")]

    def __str__(self) -> str:
        return f"{self.partner} {self.key}"


class PartnerResult(models.Model):
    """A result a partner sent back about a case, shown with the case; once per partner's key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="partner_results")
    partner = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="partner_result_once")]

    def __str__(self) -> str:
        return f"{self.partner} {self.title}"
