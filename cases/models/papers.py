"""Official papers of a case (文书, 2.8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import EncryptedJSONField
from core.models import StoredFile


class DocumentKind(models.TextChoices):
    """Which paper; the value is the rule that lists its contents."""

    RECEIPT = "D-23", _("Application receipt")
    INTAKE_RECEIPT = "D-01", _("Receipt of materials")
    CORRECTION_NOTICE = "D-02", _("One-time correction notice")
    ACCEPTANCE_NOTICE = "D-03", _("Acceptance notice")
    DECLINE_NOTICE = "D-04", _("Notice of non-acceptance")
    DEFERRAL_NOTICE = "D-06", _("Notice of acceptance with owed materials")
    PLEDGE = "D-07", _("Pledge")
    SPECIAL_NOTICE = "D-08", _("Notice of a special procedure")
    EXTENSION_NOTICE = "D-09", _("Notice of extension")
    STATEMENT_NOTICE = "D-10", _("Notice of what is intended")
    HEARING_NOTICE = "D-11", _("Notice of the right to a hearing")
    HEARING_CALL = "D-11b", _("Notice of a hearing")
    HEARING_PUBLIC = "D-11c", _("Public notice of a hearing")
    HEARING_MINUTES = "D-11d", _("Minutes of a hearing")
    GRANT_DECISION = "D-12", _("Decision to grant")
    REFUSAL_DECISION = "D-13", _("Decision to refuse")
    AMENDMENT_NOTICE = "D-14a", _("Correction notice")
    LICENCE_DECISION = "D-14", _("Decision about a licence")
    TERMINATION_NOTICE = "D-15", _("Notice of termination")
    SUPPLEMENT_NOTICE = "S-24", _("Notice of a supplement after acceptance")
    WITHDRAWAL_NOTICE = "C-19", _("Notice of withdrawal")
    PAYMENT_NOTICE = "D-17", _("Notice of payment")
    DELIVERY_RECEIPT = "D-16", _("Proof of delivery")
    TRANSFER_VOUCHER = "2.8", _("Voucher of papers handed on")
    SITE_RECORD = "D-21", _("Record of an on-site check")
    FLOW_SHEET = "D-19", _("Record of the approval")
    FILE_LIST = "D-20", _("List of the case file")


OF_ARCHIVE = [DocumentKind.FLOW_SHEET.value, DocumentKind.FILE_LIST.value]
"""Papers made when the file of an ended case is archived, once for each version of its package."""
BETWEEN_BODIES = [DocumentKind.TRANSFER_VOUCHER.value, *OF_ARCHIVE]
"""Papers of staff among themselves, which the applicant does not get."""


DECISIONS = [DocumentKind.GRANT_DECISION, DocumentKind.REFUSAL_DECISION]
"""What was decided about an application."""
HANDED_OVER = [*DECISIONS, DocumentKind.LICENCE_DECISION]
"""Decisions whose delivery D-16 proves."""


class Document(models.Model):
    """One numbered paper of a case. `content` is what it says, fixed when it is ordered; the file follows
    from a worker.

    Its number is given when it is made. Identical content gives identical bytes before sealing.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=5, choices=DocumentKind)
    serial = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=60, null=True, unique=True)
    content = EncryptedJSONField(default=dict)
    ordered_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    verify_code = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "serial"], name="document_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or ''}".strip()
