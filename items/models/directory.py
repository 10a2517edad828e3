"""What may be asked of government: directory entries, and items that bodies of this place carry out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from identity.models import Department


class ItemType(models.TextChoices):
    """事项类型 (table 1.2 of the rulebook)."""

    LICENCE = "01", _("Administrative licence")
    PENALTY = "02", _("Administrative penalty")
    COERCION = "03", _("Administrative coercion")
    LEVY = "04", _("Administrative levy")
    PAYMENT = "05", _("Administrative payment")
    INSPECTION = "06", _("Administrative inspection")
    CONFIRMATION = "07", _("Administrative confirmation")
    REWARD = "08", _("Administrative reward")
    ADJUDICATION = "09", _("Administrative adjudication")
    OTHER = "10", _("Other administrative power")
    PUBLIC_SERVICE = "20", _("Public service")

    @property
    def is_power(self) -> bool:
        """Powers carry remedies and legal liability; public services do not."""
        return self is not ItemType.PUBLIC_SERVICE


class EntryState(models.TextChoices):
    """State of a directory row (1.4)."""

    IN_USE = "in_use", _("In use")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")


class DirectoryEntry(models.Model):
    """目录清单: the *what* of an item, shared by all levels, under its base code (I-01).

    Bodies claim it (认领) instead of retyping it; one with `made_by` was made by a body of this place because no
    standard row existed (自建). `levels` are the levels of exercise 1–7 that may implement it (empty: any); `number`
    counts its changes. Only leaves can be implemented: a main item with sub-items cannot. `legacy` marks a class of
    items that law has abolished (1.2).
    """

    base_code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=2, choices=ItemType)
    local_code = models.CharField(max_length=60, blank=True)
    levels = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="led_entries")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    made_by = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="made_entries")
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.IN_USE)
    effective_on = models.DateField(null=True)
    cancel_on = models.DateField(null=True)
    legacy = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "name"], name="directory_name_once_per_type")]

    def __str__(self) -> str:
        return self.name


class EntryBasis(models.Model):
    """The law a directory row rests on; what claims the row must name the same (四同, 1.10)."""

    entry = models.ForeignKey(DirectoryEntry, on_delete=models.CASCADE, related_name="basis")
    order = models.PositiveSmallIntegerField()
    law = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, blank=True)
    document_no = models.CharField(max_length=80, blank=True)
    article = models.CharField(max_length=80)
    gist = models.TextField()
    effective_on = models.DateField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["entry", "order"], name="entry_basis_order_once")]

    def __str__(self) -> str:
        return f"{self.law} {self.article}"


class Item(models.Model):
    """One directory entry carried out by one body at one level, under its implementing code (I-02, I-06)."""

    entry = models.ForeignKey(DirectoryEntry, on_delete=models.PROTECT, related_name="items")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="items")
    level = models.PositiveSmallIntegerField()
    implementing_code = models.CharField(max_length=36, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "department", "level"], name="item_once_per_body")]

    def __str__(self) -> str:
        return f"{self.entry} ({self.department.short})"


class Theme(models.Model):
    """A navigation theme for persons or enterprises."""

    audience = models.CharField(max_length=10, choices=[("person", _("Individual")), ("enterprise", _("Enterprise"))])
    name = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "name"], name="theme_once_per_audience")]

    def __str__(self) -> str:
        return self.name
