"""Kinds of licences and their layouts: what a licence of a kind says, to whom and for how long it is given (L-04)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from identity.models import Department, PartyKind


class HolderKind(models.TextChoices):
    """Who may hold licences of a kind."""

    ANY = "", _("Anybody")
    PERSON = PartyKind.PERSON.value, _("Individuals")
    ENTERPRISE = PartyKind.ENTERPRISE.value, _("Enterprises")


class ValidityRule(models.TextChoices):
    """How long licences of a kind hold: as the item says, for so many years, or without limit."""

    ITEM = "item", _("As the item says")
    YEARS = "years", _("For a number of years")
    UNLIMITED = "unlimited", _("Without limit")


class LicenceType(models.Model):
    """A kind of licence (证照类型, L-04) with its code in identifiers (L-01): its publisher and a serial there.

    Papers of a kind that `needs_stock` are printed on numbered blanks only (Z20); with fewer than `least_stock` left
    somebody has to order more. `publisher` is empty for kinds the State's catalogue lists: every body issues those
    under the catalogue's code.
    """

    name = models.CharField(max_length=120)
    publisher = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="licence_types")
    code = models.CharField(max_length=21, unique=True)
    holder_kind = models.CharField(max_length=10, choices=HolderKind, default=HolderKind.ANY, blank=True)
    validity = models.CharField(max_length=9, choices=ValidityRule, default=ValidityRule.ITEM)
    validity_years = models.PositiveSmallIntegerField(null=True)
    needs_stock = models.BooleanField(default=False)
    least_stock = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "publisher"], nulls_distinct=False, name="licence_type_once"),
            models.CheckConstraint(
                condition=Q(validity="years", validity_years__gte=1) | (~Q(validity="years") & Q(validity_years=None)),
                name="licence_type_years_where_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class LicenceLayout(models.Model):
    """One version of what licences of a kind say (版式): `fields` are [{"label", "required"}] in the order they are
    printed. A kind without a layout prints what the item's form says. Never edited: a change is the next version."""

    type = models.ForeignKey(LicenceType, on_delete=models.PROTECT, related_name="layouts")
    version = models.PositiveSmallIntegerField()
    fields = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "version"], name="licence_layout_version_once")]

    def __str__(self) -> str:
        return f"{self.type} v{self.version}"
