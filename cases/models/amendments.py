"""Errors of an ended case, corrected by an act of their own (更正): the case and its papers stay as they are."""

from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.papers import Document
from cases.models.proposals import Proposal
from core.fields import EncryptedTextField
from core.models import StoredFile
from spaces.models import Licence


class Amendment(models.Model):
    """One error: in which paper (`document`) or in which field of the licence (`field`), what stood there and what
    stands there from now on, and the evidence. Its proposal says why and who decided.

    `version` counts the amendments of the case that were made, `notice` is the correction notice, `licence` the version
    issued by it; all three are empty until it is approved.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="amendments")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="amendment")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="amendments")
    field = models.CharField(max_length=60, blank=True)
    was = EncryptedTextField()
    now = EncryptedTextField()
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    evidence_name = models.CharField(max_length=120, blank=True)
    version = models.PositiveSmallIntegerField(null=True)
    notice = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")
    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="amendment_version_once"),
            models.CheckConstraint(
                condition=Q(document=None) ^ Q(field=""), name="an_amendment_is_about_a_paper_or_a_field"
            ),
            models.CheckConstraint(
                condition=Q(version=None, notice=None) | Q(version__isnull=False, notice__isnull=False),
                name="an_amendment_that_was_made_has_its_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"amendment {self.version or ''} of case {self.case_id}"
