"""Materials of a case: what was asked, what satisfied it, what the clerk found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.models import StoredFile
from items.models import MaterialSpec
from spaces.models import Licence, TrustLevel


class MaterialState(models.TextChoices):
    """How far a material is."""

    NEEDED = "needed", _("To be handed in")
    PROVIDED = "provided", _("Handed in")
    PASSED = "passed", _("Passed")
    FAULTY = "faulty", _("To be corrected")
    DEFERRED = "deferred", _("May follow later")
    PLEDGED = "pledged", _("Pledged instead")


class Resolver(models.TextChoices):
    """What satisfied a material (I-07): the government's own holdings come before any upload."""

    NONE = "", _("Nothing yet")
    WALLET = "wallet", _("Material library")
    PROJECT = "project", _("Project library")
    LICENCE = "licence", _("Licence library")
    EXCHANGE = "exchange", _("Fetched from its issuer")
    FORM = "form", _("Made from the form")
    UPLOAD = "upload", _("Uploaded")
    SCAN = "scan", _("Scanned at the window")
    PAPER = "paper", _("Paper handed in")


HELD_BY_GOVERNMENT = (Resolver.WALLET, Resolver.PROJECT, Resolver.LICENCE, Resolver.EXCHANGE)
"""The resolver chain (I-07), in its order: whatever one of these brings is not asked of the applicant again."""


class AskedMaterials(models.Manager["Material"]):
    """The materials that are asked; those that lie hidden are nobody's business until an answer asks for them again."""

    def get_queryset(self) -> "models.QuerySet[Material]":
        return super().get_queryset().filter(hidden=False)


class Material(models.Model):
    """One material one case needs; `why` names the answer that asks for it (I-18), `copies` how many are needed,
    `ticks` the points the clerk found in order, by their place in the version's list. A `hidden` one is not asked with
    the present answers; it keeps its files for the case that an answer is changed back, until the case is filed.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    spec = models.ForeignKey(MaterialSpec, on_delete=models.PROTECT, related_name="+")
    required = models.BooleanField()
    why = models.CharField(max_length=200, blank=True)
    copies = models.PositiveSmallIntegerField(default=0)
    hidden = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MaterialState, default=MaterialState.NEEDED)
    resolver = models.CharField(max_length=8, choices=Resolver, default=Resolver.NONE, blank=True)
    trust_level = models.CharField(max_length=1, choices=TrustLevel, blank=True)
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, null=True, related_name="+")
    ticks = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    remark = models.TextField(blank=True)
    provided_at = models.DateTimeField(null=True)

    objects = AskedMaterials()
    with_hidden = models.Manager["Material"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "spec"], name="material_once_per_case")]

    def __str__(self) -> str:
        return f"{self.spec} of case {self.case_id}"

    @property
    def is_at_hand(self) -> bool:
        """Whether there is something to look at."""
        return self.state in {MaterialState.PROVIDED, MaterialState.PASSED}


class MaterialFile(models.Model):
    """One file of a material, in page order."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["material", "order"], name="material_file_order_once")]

    def __str__(self) -> str:
        return self.name
