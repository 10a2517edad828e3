"""Spreadsheets on their way into the catalogue: how foreign ones are read, what is being imported, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Job, StoredFile
from identity.models import Department
from items.models.directory import Item
from items.models.drafts import ItemDraft


class SheetProfile(models.Model):
    """How to read the sheets of one source, under a name: `definition` is a stored `items.rules.mapping.Profile`.

    One without a department serves everybody.
    """

    name = models.CharField(max_length=60)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="sheet_profiles")
    definition = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="profile_name_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.name


class BookStage(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")


class BookImport(models.Model):
    """One file somebody brings into the catalogue. `definition` is the profile it is read by (null for our own
    workbook), `bodies` the keys of the departments its starter may change, `troubles` what is wrong with the file as a
    whole. `job` is the checking or importing that runs or ran last.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    own = models.BooleanField()
    definition = models.JSONField(null=True)
    stage = models.CharField(max_length=10, choices=BookStage, default=BookStage.UPLOADED)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    bodies = models.JSONField(default=list)
    troubles = models.JSONField(default=list)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_by_label = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["started_by", "-id"], name="book_import_of_starter")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.stage})"


class RowOutcome(models.TextChoices):
    """What an item of a file would do to the catalogue, or did."""

    NEW = "new", pgettext_lazy("item", "New")
    CHANGED = "changed", pgettext_lazy("item", "Changed")
    UNCHANGED = "unchanged", _("No change")
    BAD = "bad", _("Has errors")


class BookItem(models.Model):
    """One item of a file: what it would change, what is wrong with it (each with sheet and cell), and the draft it went
    into. `done` says that the import has been through with it.
    """

    book = models.ForeignKey(BookImport, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    cell = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    changes = models.JSONField(default=list)
    troubles = models.JSONField(default=list)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    draft = models.ForeignKey(ItemDraft, on_delete=models.SET_NULL, null=True, related_name="+")
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "order"], name="book_item_once")]
        indexes = [
            models.Index(fields=["book", "outcome", "order"], name="book_item_by_outcome"),
            models.Index(fields=["book", "order"], name="book_item_left", condition=Q(done=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.outcome})"
