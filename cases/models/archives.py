"""Archive packages of ended cases, how they were tested, and their way to the archives (2.10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.papers import Document
from core.models import StoredFile
from identity.models import Department, Staff

BY_ITSELF = "系统自动归档"


class PackageState(models.TextChoices):
    """How far a package is; an archived one never changes again."""

    ORDERED = "ordered", _("Being packed")
    FAILED = "failed", _("Test failed")
    ARCHIVED = "archived", _("Archived")


class KeepingTerm(models.TextChoices):
    """保管期限: how long the file is kept; the value is part of the archive number."""

    D30 = "D30", _("30 years")
    D10 = "D10", _("10 years")


class ArchivePackage(models.Model):
    """One version of the archive package of one ended case: who ordered it when (预归档), how it was tested, what came
    of it.

    `ordered_by` is empty for one that was made by itself some days after the end. `reason` says why a further version
    was needed; `flow_sheet` (D-19) and `file_list` (D-20) are its own papers. `tests_made` counts its four-property
    tests, `checks_*` are of the last one. `digest` is the SM3 of the file, `transfer_on` the first day on which it goes
    to the archives.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="packages")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="packages")
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=PackageState, default=PackageState.ORDERED)
    term = models.CharField(max_length=3, choices=KeepingTerm)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    flow_sheet = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    file_list = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    tests_made = models.PositiveSmallIntegerField(default=0)
    checks_made = models.PositiveSmallIntegerField(default=0)
    checks_passed = models.PositiveSmallIntegerField(default=0)
    tested_at = models.DateTimeField(null=True)
    archive_no = models.CharField(max_length=60, null=True, unique=True)
    archived_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    pieces = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    transfer_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="package_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state="archived"), name="one_package_in_the_making_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(state="archived")
                | Q(archive_no__isnull=False, archived_at__isnull=False, file__isnull=False),
                name="an_archived_package_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "id"], name="package_of_department"),
            models.Index(fields=["department", "transfer_on"], name="package_to_transfer"),
        ]

    def __str__(self) -> str:
        return self.archive_no or f"package {self.version} of case {self.case_id}"

    @property
    def orderer(self) -> str:
        """Who had it packed, as papers say it."""
        return self.ordered_by.name if self.ordered_by else BY_ITSELF

    @property
    def is_archived(self) -> bool:
        return self.state == PackageState.ARCHIVED


class PropertyKind(models.TextChoices):
    """四性: what the test is about."""

    AUTHENTICITY = "authenticity", _("Authenticity")
    INTEGRITY = "integrity", _("Integrity")
    USABILITY = "usability", _("Usability")
    SAFETY = "safety", _("Safety")


class PackageCheck(models.Model):
    """One check of one four-property test of a package; `note` names what was found. Never changed afterwards."""

    package = models.ForeignKey(ArchivePackage, on_delete=models.PROTECT, related_name="checks")
    test = models.PositiveSmallIntegerField()
    property = models.CharField(max_length=12, choices=PropertyKind)
    key = models.CharField(max_length=20)
    passed = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "test", "key"], name="package_check_once")]

    def __str__(self) -> str:
        return f"{self.key} of package {self.package_id}"


class ArchiveTransfer(models.Model):
    """One hand-over of packages whose years are over to the archives, with the number of their receipt."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="archive_transfers")
    archives = models.CharField(max_length=80)
    receipt = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    packages = models.ManyToManyField(ArchivePackage, through="TransferredPackage", related_name="transfers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "receipt"], name="transfer_receipt_once")]

    def __str__(self) -> str:
        return f"{self.archives} {self.receipt}"


class TransferredPackage(models.Model):
    """One package in one transfer; a package is handed over once."""

    transfer = models.ForeignKey(ArchiveTransfer, on_delete=models.PROTECT, related_name="lines")
    package = models.OneToOneField(ArchivePackage, on_delete=models.PROTECT, related_name="transferred")

    def __str__(self) -> str:
        return f"package {self.package_id} in transfer {self.transfer_id}"
