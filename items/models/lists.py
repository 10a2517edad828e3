"""The four lists that the staffing office confirms (权力清单, 责任清单, 中介服务清单, 随机抽查清单; H95–H98)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from identity.models import Department


class ListKind(models.TextChoices):
    """Which list."""

    POWERS = "powers", _("List of powers")
    RESPONSIBILITIES = "duties", _("List of responsibilities")
    INTERMEDIARIES = "services", _("List of intermediary services")
    INSPECTIONS = "checks", _("List of random inspections")


class ListRow(models.Model):
    """One row of an official list as it was confirmed: which body may do what, under which base code, on what basis.

    For responsibilities `details` are the duties and `accountable` the unit that answers for them; for intermediary
    services `details` are the items that may ask for them; for inspections object, method and frequency.
    """

    kind = models.CharField(max_length=8, choices=ListKind)
    base_code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=2, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="list_rows")
    basis = models.TextField(blank=True)
    accountable = models.CharField(max_length=80, blank=True)
    details = ArrayField(models.TextField(), default=list, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "department", "base_code", "name"], name="list_row_once"),
        ]
        indexes = [models.Index(fields=["kind", "id"], name="list_rows_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
