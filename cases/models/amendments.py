"""Errors of an ended case, corrected by an act of their own (更正): the case and its papers stay as they are."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.papers import Document
from cases.models.proposals import Proposal
from core.fields import EncryptedTextField
from core.models import StoredFile
from spaces.models import Licence


class LicenceFact(models.TextChoices):
    """What a licence says beside its data set and may say wrong."""

    HOLDER = "holder", _("Name of the holder")
    VALID_FROM = "valid_from", _("First valid day")
    VALID_UNTIL = "valid_until", _("Last valid day")


class Amendment(models.Model):
    """One correction of one error or several (`places`), with the evidence. Its proposal says why and who decided.

    `version` counts the amendments of the case that were made, `notice` is the correction notice, `licence` the version
    issued by it; all three are empty until it is approved.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="amendments")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="amendment")
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    evidence_name = models.CharField(max_length=120, blank=True)
    version = models.PositiveSmallIntegerField(null=True)
    notice = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")
    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="amendment_version_once"),
            models.CheckConstraint(
                condition=Q(version=None, notice=None) | Q(version__isnull=False, notice__isnull=False),
                name="an_amendment_that_was_made_has_its_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"amendment {self.version or ''} of case {self.case_id}"


class AmendedPlace(models.Model):
    """One error of a correction: in which paper (`document`), field of the licence's data set (`field`) or other fact
    of it (`fact`), what stood there and what stands there from now on. Days are ISO dates; no last day is 长期, as
    papers say it."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="amended_places")
    field = models.CharField(max_length=60, blank=True)
    fact = models.CharField(max_length=11, choices=LicenceFact, blank=True)
    was = EncryptedTextField(context="cases_amendment.was")
    now = EncryptedTextField(context="cases_amendment.now")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "number"], name="amended_place_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=False, field="", fact="")
                | Q(document=None, fact="") & ~Q(field="")
                | Q(document=None, field="") & ~Q(fact=""),
                name="an_amended_place_is_in_a_paper_a_field_or_a_fact",
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.number} of amendment {self.amendment_id}"

    @property
    def in_licence(self) -> bool:
        """Whether the licence says otherwise from then on."""
        return bool(self.field or self.fact)
