"""Decisions shown to everybody (公示, 2.11). What a row shows was masked before it was written."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from identity.models import Department, Staff


class PublicationState(models.TextChoices):
    """Where a publication stands. `REPLACED`: a later row says it better."""

    DUE = "due", _("To be published")
    HELD = "held", _("Held back")
    PUBLISHED = "published", _("Made public")
    REPLACED = "replaced", _("Replaced by a correction")


class HoldGround(models.TextChoices):
    """Why the law keeps a decision from the public (XKF 40)."""

    SECRET = "secret", _("State secret")
    PRIVATE = "private", _("Personal privacy")
    TRADE = "trade", _("Trade secret")


class Publication(models.Model):
    """One publication of one decision; a correction is a further row that replaces it.

    Before it is published its columns are empty. Those from `decision_no` to `outcome` are what everybody sees: nothing
    in them is personal. `feed_no` is the place in the feed, given in the order of the commits; who takes the feed asks
    for what comes after the last one. `open_at` is the end of the time in which the body may still hold it back.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="publications")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="publications")
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=PublicationState, default=PublicationState.DUE)
    granted = models.BooleanField()
    decided_on = models.DateField()
    open_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    feed_no = models.BigIntegerField(null=True, unique=True)
    hold_ground = models.CharField(max_length=7, choices=HoldGround, blank=True)
    hold_reason = models.CharField(max_length=300, blank=True)
    held_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    decision_no = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=50, blank=True)
    name = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=20, blank=True)
    content = models.TextField(blank=True)
    holder_name = models.CharField(max_length=120, blank=True)
    holder_code = models.CharField(max_length=40, blank=True)
    licence_name = models.CharField(max_length=120, blank=True)
    licence_no = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="publication_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state="replaced"), name="one_live_publication_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_at__isnull=False, feed_no__isnull=False) & ~Q(decision_no=""),
                name="what_is_published_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_by__isnull=False) & ~Q(hold_ground="") & ~Q(hold_reason=""),
                name="somebody_holds_back_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["open_at"], name="publication_due", condition=Q(state="due")),
            models.Index(fields=["department", "state", "id"], name="publication_of_department"),
            models.Index(fields=["id"], name="publication_shown", condition=Q(state="published")),
            models.Index(fields=["number"], name="publication_by_number", condition=Q(state="published")),
            models.Index(
                fields=["decision_no"], name="publication_by_decision", opclasses=["varchar_pattern_ops"],
                condition=Q(state="published"),
            ),
            models.Index(
                fields=["holder_name"], name="publication_by_holder", opclasses=["varchar_pattern_ops"],
                condition=Q(state="published"),
            ),
            models.Index(fields=["holder_code"], name="publication_by_code", condition=Q(state="published")),
            models.Index(fields=["licence_no"], name="publication_by_licence", condition=Q(state="published")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.decision_no or f"publication {self.version} of case {self.case_id}"
