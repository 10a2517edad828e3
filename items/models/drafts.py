"""Working on an item before it is published: a document with revisions that several offices agree to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from identity.models import Department
from items.models.directory import Item
from items.models.versions import ItemVersion


class DraftState(models.TextChoices):
    """Life of a draft (1.9, I-10). Only `draft` and `returned` can be edited."""

    DRAFT = "draft", _("Draft")
    DEPARTMENT = "department", _("Waits for the department's head")
    LEGAL = "legal", _("Waits for legal review")
    LISTS = "lists", _("Waits for list confirmation")
    READY = "ready", _("Waits for publishing")
    SCHEDULED = "scheduled", _("Comes into force on its day")
    RETURNED = "returned", _("Returned for change")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")

    @property
    def open_to_edits(self) -> bool:
        return self in (DraftState.DRAFT, DraftState.RETURNED)

    @property
    def over(self) -> bool:
        return self in (DraftState.PUBLISHED, DraftState.DISCARDED)


OVER = ["published", "discarded"]


class ItemDraft(models.Model):
    """A new item, or the next version beside the one in force (变更中). `content` is the normal shape of an item,
    `revision` counts its saves: who saves names the revision he started from, so nobody overwrites another.

    `based_on` is the version it was opened from. `reason` says why the item changes; `law_changed_on` is the day the
    law did, from which the department has 20 days (I-11). `since` is when the present state began, `due_on` the day on
    which a scheduled one comes into force, `reminded_at` when somebody was last reminded that it waits too long.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="drafts")
    based_on = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="drafts")
    version = models.OneToOneField(ItemVersion, on_delete=models.PROTECT, null=True, related_name="draft")
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.DRAFT)
    since = models.DateTimeField()
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=200, blank=True)
    law_changed_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=~Q(state__in=OVER), name="one_open_draft_per_item"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(due_on__isnull=False), name="scheduled_for_a_day"
            ),
        ]
        indexes = [models.Index(fields=["state", "since"], name="draft_waits", condition=~Q(state__in=OVER))]

    def __str__(self) -> str:
        return f"{self.content.get('name', '')} ({self.state})"


class DraftRevision(models.Model):
    """One change of a draft: its whole content then, who made it, and what he did. Undo and conflicts read it.

    `source` is the revision whose content this one shows: its own number for an edit, an earlier or later one for undo
    and redo. `parent` is the source an edit was made on.
    """

    draft = models.ForeignKey(ItemDraft, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    source = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=80)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="revision_once_per_draft")]

    def __str__(self) -> str:
        return f"{self.draft_id} r{self.number}"


class DraftStep(models.Model):
    """One hand-over of a draft: from which state to which, who, when, why (I-10)."""

    draft = models.ForeignKey(ItemDraft, on_delete=models.CASCADE, related_name="steps")
    deed = models.CharField(max_length=12)
    before = models.CharField(max_length=10, choices=DraftState)
    after = models.CharField(max_length=10, choices=DraftState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=80)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.before} → {self.after}"
