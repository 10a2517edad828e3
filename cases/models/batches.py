"""Many similar applications taken in from one spreadsheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import EncryptedJSONField
from core.models import StoredFile
from identity.models import Department, Staff
from items.models import ItemVersion


class IntakeBatch(models.Model):
    """One spreadsheet of applications for one version of an item; the same file is taken in once (`digest`).
    `columns` say by letters what each column is about: a part and the key of its question or material. `file` is empty
    once every case of it is anonymous."""

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "department", "digest"], name="intake_batch_once"),
        ]

    def __str__(self) -> str:
        return self.file_name


class BatchRowState(models.TextChoices):
    """What became of a row."""

    SOUND = "sound", _("In order")
    FAULTY = "faulty", _("To be mended")
    FILED = "filed", _("Taken in")


class BatchRow(models.Model):
    """One row: `number` as in the sheet, `values` by column letter, `faults` as pairs of column letter and sentence.

    `key` is the same for the same application in any file. `note` says what a case that was taken in still lacks.
    """

    batch = models.ForeignKey(IntakeBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = EncryptedJSONField(default=dict)
    applicant_name = models.CharField(max_length=120, blank=True)
    faults = models.JSONField(default=list)
    key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=6, choices=BatchRowState)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="batch_row")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once"),
            models.CheckConstraint(
                condition=models.Q(state="filed", case__isnull=False) | ~models.Q(state="filed") & models.Q(case=None),
                name="filed_rows_have_their_case",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of batch {self.batch_id}"
