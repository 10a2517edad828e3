"""How good the catalogue is (I-16): how complete its versions are, when somebody looked at items last, spot checks."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from identity.models import Department
from items.elements import Section
from items.models.directory import Item
from items.models.versions import ItemVersion


class Completeness(models.Model):
    """How complete one version is, as `items.rules.quality` counts it; derived when it is published, for it never
    changes again. `missing` names the elements that must be filled and are not.
    """

    version = models.OneToOneField(ItemVersion, on_delete=models.CASCADE, primary_key=True, related_name="completeness")
    definition = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    filled = models.PositiveSmallIntegerField()
    optional_asked = models.PositiveSmallIntegerField()
    optional_filled = models.PositiveSmallIntegerField()
    missing = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(filled__lte=models.F("asked"), optional_filled__lte=models.F("optional_asked")),
                name="no_more_filled_than_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.filled}/{self.asked}"


class ItemConfirmation(models.Model):
    """定期复核: the body of an item looked at it and found nothing to change. Never changed, never deleted."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="confirmations")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="confirmations")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=80)
    remark = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["item", "-at"], name="confirmation_latest")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.at:%Y-%m-%d}"


class ReviewReminder(models.Model):
    """That the body of an item was told that nobody has looked at it since `reviewed_at`; once for each such moment.
    Never changed, never deleted.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="review_reminders")
    reviewed_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "reviewed_at"], name="reminded_once_of_a_review")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.at:%Y-%m-%d}"


class SpotCheck(models.Model):
    """抽查: items drawn at random to see whether what the catalogue says is right. `department` is the body they are
    of, none for all bodies; `population` how many there were; whoever draws again with `seed` gets the same.
    """

    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    population = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_by_label = models.CharField(max_length=80)
    finished_at = models.DateTimeField(null=True)
    finished_by_label = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["finished_at"], name="spot_check_finished", condition=Q(finished_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"spot check {self.pk}"


class SpotCheckItem(models.Model):
    """One item of a spot check, in the version that was in force when it was drawn; `order` as drawn, from 1."""

    spot_check = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="rows")
    order = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="spot_checks")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["spot_check", "order"], name="spot_check_order_once"),
            models.UniqueConstraint(fields=["spot_check", "version"], name="spot_check_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.spot_check_id}.{self.order}"


class SpotVerdict(models.TextChoices):
    """What somebody found when he compared a group of elements with the law and the practice."""

    RIGHT = "right", pgettext_lazy("spot check", "Right")
    WRONG = "wrong", pgettext_lazy("spot check", "Wrong")


class SpotFinding(models.Model):
    """What was found of one group of elements of an item; what is wrong says why. The last word stands until the check
    is finished.
    """

    row = models.ForeignKey(SpotCheckItem, on_delete=models.PROTECT, related_name="findings")
    section = models.CharField(max_length=12, choices=[(section.value, section.label) for section in Section])
    verdict = models.CharField(max_length=5, choices=SpotVerdict)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "section"], name="spot_finding_once"),
            models.CheckConstraint(condition=~Q(verdict="wrong") | ~Q(note=""), name="wrong_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.section} {self.verdict}"
